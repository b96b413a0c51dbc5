import { CircleStop, Hand, Pause, Play, RotateCcw } from 'lucide-react'
import { useRef } from 'react'
import { useStore } from 'zustand'
import { startRun, togglePause } from '../studio/run-commands.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'
import { useKeptFocus } from '../ui/use-kept-focus.js'
import { isActive } from './channel-state.js'
import { RunFigures } from './run-figures.js'

/**
 * Run, pause, stop; how far the run is and how fast. What stands at one place does one kind of thing and never moves: a second click
 * meets no button that undoes the first.
 */
export function RunBar() {
  const studio = useStudio()
  const { run, live } = studio
  const view = useStore(run.store, (state) => state.view)
  const stopping = useStore(run.store, (state) => state.stopping)
  const connected = useStore(run.store, (state) => state.connection === 'live')
  const restart = useStore(live.store, ({ restartNeeded }) => restartNeeded)
  const bar = useRef<HTMLDivElement>(null)
  useKeptFocus(bar)
  const active = isActive(view)
  const isPaused = view?.state === 'paused'
  const over = view?.state === 'stopped' || view?.state === 'failed'
  return (
    <div ref={bar} className="run-bar" role="group" aria-label="Run">
      {active ? (
        <button
          type="button"
          className="quiet run-main"
          disabled={stopping !== undefined || (!isPaused && view?.state !== 'running')}
          title={isPaused ? 'Resume the run' : 'Pause the run'}
          onClick={({ detail }) => {
            // Not by the second click of a double click on Run.
            if (isPaused || detail < 2) void togglePause(studio)
          }}
        >
          {isPaused ? <Play size={14} fill="currentColor" aria-hidden /> : <Pause size={14} aria-hidden />}
          {isPaused ? 'Resume' : 'Pause'}
        </button>
      ) : (
        <RunButton />
      )}
      <IconButton
        icon={Hand}
        label="Stop after this chunk"
        disabled={!active || stopping !== undefined}
        onClick={() => void run.stop('after-chunk')}
      />
      <IconButton
        icon={CircleStop}
        label="Stop now"
        keys="Ctrl+Alt+Enter"
        disabled={!active || stopping === 'now'}
        onClick={() => void run.stop('now')}
      />
      <RunFigures />
      {active && restart && <RunButton again />}
      {over && view.checkpoint !== undefined && (
        <button type="button" className="quiet" disabled={!connected} onClick={() => void run.resume()}>
          Resume at chunk {view.checkpoint}
        </button>
      )}
    </div>
  )
}

/** Starts a run; `again`: in place of the one that plays. */
function RunButton({ again = false }: { readonly again?: boolean }) {
  const studio = useStudio()
  const { graph, run, issues, ui } = studio
  const starting = useStore(ui, (state) => state.starting)
  const connected = useStore(run.store, (state) => state.connection === 'live')
  const isEmpty = useStore(graph.store, ({ nodes }) => nodes.size === 0)
  const problems = useStore(issues.store, ({ all }) => all.length)
  return (
    <button
      type="button"
      className="primary run-main"
      disabled={starting || !connected}
      title="Run  Ctrl+Enter"
      onClick={() => void startRun(studio)}
    >
      {again ? <RotateCcw size={14} aria-hidden /> : <Play size={14} fill="currentColor" aria-hidden />}
      {again ? 'Run again' : 'Run'}
      {problems > 0 && !isEmpty && (
        <span className="badge" aria-label={`${problems} problems`}>
          {problems}
        </span>
      )}
    </button>
  )
}
