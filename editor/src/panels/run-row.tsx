import type { RunSummary } from '@frameloom/protocol'
import { CirclePlay, Download, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useStore } from 'zustand'
import { isActive } from '../run/channel-state.js'
import { fileAddress, isVideo } from '../run/run-files.js'
import { openRun } from '../studio/open-run.js'
import { useStudio } from '../studio/studio-context.js'
import { dayOrTime } from '../ui/day-or-time.js'
import { IconButton } from '../ui/icon-button.js'
import { useKeptFocus } from '../ui/use-kept-focus.js'
import { focusBeside } from './focus-beside.js'

/** One run: pressed, it is opened; its video, and what else can be done with it. */
export function RunRow({ summary }: { readonly summary: RunSummary }) {
  const studio = useStudio()
  const { notices, run: watched, runs, stage, ui } = studio
  const { run, state, createdAt, checkpoint, failure, files } = summary
  const isShown = useStore(watched.store, ({ view }) => view?.run === run)
  const [leaving, setLeaving] = useState(false)
  const row = useRef<HTMLLIElement>(null)
  useKeptFocus(row)
  const ask = (asked: boolean) => {
    flushSync(() => setLeaving(asked))
    row.current?.querySelector<HTMLElement>(asked ? '[data-keep]' : '[data-remove]')?.focus()
  }
  const title = summary.title || 'Untitled'
  const failed = (cause: unknown) => notices.fail(cause)
  const newest = files.findLast(isVideo) ?? files.at(-1)
  return (
    <li ref={row} data-current={isShown ? '' : undefined} data-run={run}>
      <button
        type="button"
        aria-current={isShown ? 'true' : undefined}
        title={failure?.message}
        onClick={() => void openRun(studio, summary).catch(failed)}
      >
        <b>{title}</b>
        <span>
          <span className="run-state" data-state={state}>
            {state}
          </span>
          {` · ${chunksOf(summary)}`}
        </span>
        <small>{dayOrTime(createdAt)}</small>
      </button>
      {leaving ? (
        <div className="run-actions" role="group" aria-label={`Delete ${title}`}>
          <span>Delete it with its files?</span>
          <button
            type="button"
            className="quiet"
            data-danger=""
            onClick={({ currentTarget }) => {
              focusBeside(currentTarget, stage.canvas?.element)
              void runs.remove(run).catch(failed)
            }}
          >
            Delete
          </button>
          <button type="button" className="quiet" data-keep="" onClick={() => ask(false)}>
            Keep
          </button>
        </div>
      ) : (
        <div className="run-actions">
          {newest !== undefined && isVideo(newest) && (
            <IconButton
              icon={CirclePlay}
              label={`Play the video of ${title}`}
              onClick={() => ui.setState({ dialog: { kind: 'video', run, name: newest.name } })}
            />
          )}
          {newest !== undefined && (
            <a
              className="icon-button"
              href={fileAddress(run, newest.name)}
              download={newest.name}
              aria-label={`Download ${newest.name}`}
              title={`Download ${newest.name}`}
            >
              <Download aria-hidden size={16} strokeWidth={1.75} />
            </a>
          )}
          {(state === 'stopped' || state === 'failed') && checkpoint !== undefined && (
            <button type="button" className="quiet" onClick={() => void runs.resume(run).catch(failed)}>
              Resume at chunk {checkpoint}
            </button>
          )}
          {isActive(summary) ? (
            <button
              type="button"
              className="quiet"
              aria-label={`Stop ${title}`}
              title={state === 'queued' ? 'Take it off the queue' : 'Stop it after its chunk, with a checkpoint'}
              onClick={() => void runs.stop(run).catch(failed)}
            >
              Stop
            </button>
          ) : (
            <IconButton icon={Trash2} label={`Delete ${title}`} data-remove="" onClick={() => ask(true)} />
          )}
        </div>
      )}
    </li>
  )
}

const chunksOf = ({ finishedChunks, chunks }: RunSummary): string =>
  `${finishedChunks}${chunks > 0 ? ` / ${chunks}` : ''} ${finishedChunks === 1 && chunks === 0 ? 'chunk' : 'chunks'}`
