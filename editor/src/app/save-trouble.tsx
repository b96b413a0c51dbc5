import { useStore } from 'zustand'
import { discardChanges, takeTheirs } from '../studio/give-up-edits.js'
import { useStudio } from '../studio/studio-context.js'

/** Why the document is not saved, and the ways out. */
export function SaveTrouble() {
  const studio = useStudio()
  const { library, notices } = studio
  const { saving, problem, current } = useStore(library.store)
  const isConflict = saving === 'conflict' && current !== undefined
  const giveUp = (way: typeof takeTheirs) => void way(studio).catch((cause: unknown) => notices.fail(cause))
  return (
    <div className="save-trouble" role="group" aria-label="The document is not saved">
      <p className="save-problem">{problem}</p>
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
    </div>
  )
}
