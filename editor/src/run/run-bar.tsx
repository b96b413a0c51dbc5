import { CircleStop, Hand, Pause, Play, RotateCcw } from 'lucide-react'
import { useRef } from 'react'
import { useStore } from 'zustand'
import { startRun, togglePause } from '../studio/run-commands.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'
import { useKeptFocus } from '../ui/use-kept-focus.js'
import { RunFigures } from './run-figures.js'
import { isActive } from './run-state.js'

/** Run, pause, stop; how far the run is and how fast. */
export function RunBar() {
  const studio = useStudio()
  const { run, issues, live } = studio
  const view = useStore(run.store, (state) => state.view)
  const asking = useStore(run.store, (state) => state.asking)
  const connected = useStore(run.store, (state) => state.connection === 'live')
  const problems = useStore(issues.store, ({ all }) => all.length)
  const restart = useStore(live.store, ({ restartNeeded }) => restartNeeded)
  const bar = useRef<HTMLDivElement>(null)
  useKeptFocus(bar)
  const active = isActive(view)
  const over = view?.state === 'stopped' || view?.state === 'failed'
  return (
    <div ref={bar} className="run-bar" role="group" aria-label="Run">
      {(!active || restart) && (
        <button
          type="button"
          className="primary"
          disabled={asking || !connected}
          title="Run  Ctrl+Enter"
          onClick={() => void startRun(studio)}
        >
          {active ? <RotateCcw size={14} aria-hidden /> : <Play size={14} fill="currentColor" aria-hidden />}
          {active ? 'Run again' : 'Run'}
          {problems > 0 && (
            <span className="badge" aria-label={`${problems} problems`}>
              {problems}
            </span>
          )}
        </button>
      )}
      {over && view.checkpoint !== undefined && (
        <button type="button" className="quiet" disabled={!connected} onClick={() => void run.resume()}>
          Resume at chunk {view.checkpoint}
        </button>
      )}
      {active && (
        <>
          <IconButton
            icon={view?.state === 'paused' ? Play : Pause}
            label={view?.state === 'paused' ? 'Resume' : 'Pause'}
            disabled={view?.state !== 'paused' && view?.state !== 'running'}
            onClick={() => void togglePause(studio)}
          />
          <IconButton icon={Hand} label="Stop after this chunk" onClick={() => void run.stop('after-chunk')} />
          <IconButton icon={CircleStop} label="Stop now" keys="Ctrl+Alt+Enter" onClick={() => void run.stop('now')} />
        </>
      )}
      <RunFigures />
    </div>
  )
}
