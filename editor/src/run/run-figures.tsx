import { type RunView, speedOf } from '@frameloom/protocol'
import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'

/** State, chunks, frames per second, and how many times faster than playback. */
export function RunFigures() {
  const { run } = useStudio()
  const connection = useStore(run.store, (state) => state.connection)
  const refusal = useStore(run.store, (state) => state.refusal)
  const view = useStore(run.store, (state) => state.view)
  const speed = view === undefined || view.state === 'paused' ? undefined : speedOf(view)
  return (
    <div className="run-figures">
      <span className="run-state" data-state={connection === 'live' ? view?.state : connection} role="status">
        {connection === 'live'
          ? stateText(view)
          : (refusal ?? (connection === 'lost' ? 'reconnecting…' : 'connecting…'))}
      </span>
      {view && (
        <span title="Finished chunks">
          <b>{view.finishedChunks}</b>
          {view.chunks > 0 ? ` / ${view.chunks}` : ''} chunks
        </span>
      )}
      {speed && (
        <span title="Frames per second over the last chunks">
          <b>{speed.framesPerSecond.toFixed(1)}</b> fps
        </span>
      )}
      {speed?.timesRealTime !== undefined && (
        <span title="Speed as a multiple of playback" data-slow={speed.timesRealTime < 1 ? '' : undefined}>
          <b>{speed.timesRealTime.toFixed(2)}×</b> real time
        </span>
      )}
    </div>
  )
}

function stateText(view: RunView | undefined): string {
  if (view === undefined) return 'ready'
  if (view.state === 'queued') return view.position === undefined ? 'queued' : `queued behind ${view.position}`
  return view.state
}
