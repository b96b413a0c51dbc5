import { useRef } from 'react'
import { useStore } from 'zustand'
import { renameDocument } from '../graph/edits.js'
import type { SaveState } from '../library/library.js'
import { useStudio } from '../studio/studio-context.js'
import { useKeptFocus } from '../ui/use-kept-focus.js'
import { SaveTrouble } from './save-trouble.js'

const said: Readonly<Record<SaveState, string>> = {
  saved: 'Saved',
  saving: 'Saving…',
  unsaved: 'Unsaved',
  failed: 'Not saved',
  conflict: 'Changed elsewhere',
}

/** The document's title, to be typed over, and whether it is saved; below the bar, the ways out where it cannot be. */
export function DocumentTitle() {
  const { graph, library } = useStudio()
  const title = useStore(graph.store, ({ document }) => document.meta?.title ?? '')
  const saving = useStore(library.store, (state) => state.saving)
  const current = useStore(library.store, (state) => state.current)
  const box = useRef<HTMLDivElement>(null)
  useKeptFocus(box)
  return (
    <div ref={box} className="document-head">
      <div className="document-title">
        <input
          aria-label="Title of the document"
          placeholder="Untitled"
          value={title}
          onChange={({ target }) => graph.edit(renameDocument(target.value), 'title')}
        />
        <span className="save-state" data-state={saving} role="status">
          {current === undefined && saving === 'saved' ? 'Example' : said[saving]}
        </span>
      </div>
      {(saving === 'conflict' || saving === 'failed') && <SaveTrouble />}
    </div>
  )
}
