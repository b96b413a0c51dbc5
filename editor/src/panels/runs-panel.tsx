import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'
import { RunRow } from './run-row.js'

/** Every run of the studio: also those whose document is not open, or was deleted. */
export function RunsPanel() {
  const { runs, notices } = useStudio()
  const all = useStore(runs.store, (state) => state.runs)
  useEffect(() => void runs.refresh().catch((cause: unknown) => notices.fail(cause)), [runs, notices])
  return (
    <section>
      {all.length === 0 && <p className="empty">What you run is listed here, with the videos that it saved.</p>}
      <ul className="run-list" aria-label="Runs">
        {all.map((summary) => (
          <RunRow key={summary.run} summary={summary} />
        ))}
      </ul>
    </section>
  )
}
