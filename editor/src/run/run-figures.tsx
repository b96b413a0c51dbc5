import { type RunView, speedOf } from '@frameloom/protocol'
import { useStore } from 'zustand'
import { runAhead } from './run-list.js'
import { useStudio } from '../studio/studio-context.js'

const asked = { 'after-chunk': 'stopping after this chunk…', now: 'stopping…' } as const

/** State, chunks, frames per second, and how many times faster than playback. */
export function RunFigures() {
  const { run } = useStudio()
  const connection = useStore(run.store, (state) => state.connection)
  const refusal = useStore(run.store, (state) => state.refusal)
  const view = useStore(run.store, (state) => state.view)
  const stopping = useStore(run.store, (state) => state.stopping)
  const said = stopping === undefined ? (view?.state ?? 'ready') : asked[stopping]
  const speed = view === undefined || view.state === 'paused' || stopping !== undefined ? undefined : speedOf(view)
  return (
    <div className="run-figures">
      <span className="run-state" data-state={connection === 'live' ? view?.state : connection} role="status">
        {connection === 'live' ? said : (refusal ?? (connection === 'lost' ? 'reconnecting…' : 'connecting…'))}
        {connection === 'live' && view?.state === 'queued' && <Behind view={view} />}
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

/** The runs that it waits for, and the way to them. */
function Behind({ view }: { readonly view: RunView }) {
  const { runs, ui } = useStudio()
  const ahead = useStore(runs.store, ({ runs: all }) => runAhead(all, view))
  if (view.position === undefined || view.position === 0) return null
  const others = ahead === undefined ? view.position : view.position - 1
  const names = [...(ahead ? [`“${ahead.title || 'Untitled'}”`] : []), ...(others > 0 ? [`${others} more`] : [])]
  return (
    <button type="button" className="behind" title="Show all runs" onClick={() => ui.setState({ panel: 'runs' })}>
      behind {names.join(' and ')}
    </button>
  )
}
