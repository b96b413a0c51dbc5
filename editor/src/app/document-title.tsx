import { useRef } from 'react'
import { useStore } from 'zustand'
import { renameDocument } from '../graph/edits.js'
import type { SaveState } from '../library/library.js'
import { discardChanges, takeTheirs } from '../studio/give-up-edits.js'
import { useStudio } from '../studio/studio-context.js'
import { useKeptFocus } from '../ui/use-kept-focus.js'

const said: Readonly<Record<SaveState, string>> = {
  saved: 'Saved',
  saving: 'Saving…',
  unsaved: 'Unsaved',
  failed: 'Not saved',
  conflict: 'Changed elsewhere',
}

/** The document's title, to be typed over, and whether it is saved. */
export function DocumentTitle() {
  const { graph, library } = useStudio()
  const title = useStore(graph.store, ({ document }) => document.meta?.title ?? '')
  const saving = useStore(library.store, (state) => state.saving)
  const problem = useStore(library.store, (state) => state.problem)
  const current = useStore(library.store, (state) => state.current)
  const box = useRef<HTMLDivElement>(null)
  useKeptFocus(box)
  return (
    <div ref={box} className="document-title">
      <input
        aria-label="Title of the document"
        placeholder="Untitled"
        value={title}
        onChange={({ target }) => graph.edit(renameDocument(target.value), 'title')}
      />
      <span className="save-state" data-state={saving} role="status" title={problem}>
        {current === undefined && saving === 'saved' ? 'Example' : said[saving]}
      </span>
      {(saving === 'conflict' || saving === 'failed') && <SaveTrouble />}
    </div>
  )
}

/** Why the document is not saved, and the ways out. */
function SaveTrouble() {
  const studio = useStudio()
  const { library, notices } = studio
  const { saving, problem, current } = useStore(library.store)
  const isConflict = saving === 'conflict' && current !== undefined
  const giveUp = (way: typeof takeTheirs) => void way(studio).catch((cause: unknown) => notices.fail(cause))
  return (
    <>
      <span className="save-problem" title={problem}>
        {problem}
      </span>
      {saving === 'failed' && (
        <button type="button" className="quiet" onClick={() => void library.save()}>
          Try again
        </button>
      )}
      <button type="button" className="quiet" onClick={() => void library.save({ asNew: true })}>
        Keep mine as a copy
      </button>
      <button type="button" className="quiet" onClick={() => giveUp(isConflict ? takeTheirs : discardChanges)}>
        {isConflict ? 'Take theirs' : 'Discard changes'}
      </button>
    </>
  )
}
