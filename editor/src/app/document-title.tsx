import { useStore } from 'zustand'
import { renameDocument } from '../graph/edits.js'
import type { SaveState } from '../library/library.js'
import { useStudio } from '../studio/studio-context.js'

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
  return (
    <div className="document-title">
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
  const { library, notices } = useStudio()
  const { saving, problem, current } = useStore(library.store)
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
      {saving === 'conflict' && current ? (
        <button
          type="button"
          className="quiet"
          onClick={() => void library.reload(current.id).catch((cause: unknown) => notices.fail(cause))}
        >
          Take theirs
        </button>
      ) : (
        <button type="button" className="quiet" onClick={() => library.discard()}>
          Discard changes
        </button>
      )}
    </>
  )
}
