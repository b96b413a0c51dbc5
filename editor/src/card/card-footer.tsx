import type { NodeView } from '@frameloom/protocol'
import { useStore } from 'zustand'
import { nodeViewOf } from '../run/node-view-of.js'
import { inBytes } from '../ui/in-bytes.js'
import { useStudio } from '../studio/studio-context.js'

/** What a node says while it works, the memory it holds, and what its last chunk took. */
export function CardFooter({ id }: { readonly id: string }) {
  const { run } = useStudio()
  const view = useStore(run.store, (state) => nodeViewOf(state.view, id))
  const failure = useStore(run.store, (state) =>
    state.view?.failure?.node === id ? state.view.failure.message : undefined,
  )
  if (failure !== undefined) return <p className="card-issue">{failure}</p>
  const ms = view === undefined ? undefined : chunkMs(view)
  const memory = view?.memoryBytes
  const hasFigures = ms !== undefined || memory !== undefined
  const text = view === undefined ? '' : statusText(view) || (hasFigures ? '' : readyText(view))
  if (text === '' && ms === undefined && memory === undefined) return null
  return (
    <div className="card-footer">
      <span className="card-status" title={text}>
        {text}
      </span>
      {memory !== undefined && (
        <span className="card-figure" title="Memory that this node holds: weights and buffers">
          {inBytes(memory)}
        </span>
      )}
      {ms !== undefined && (
        <span className="card-figure">
          {ms.toLocaleString('en', { maximumFractionDigits: ms < 10 ? 1 : 0 })} ms/chunk
        </span>
      )}
    </div>
  )
}

const statusText = ({ text, reused }: NodeView): string => {
  if (text !== undefined && text !== '') return text
  if (reused === true) return 'unchanged, reused'
  return ''
}

/** What it took a node that makes no chunks: of one that does, it would be the time of the whole run. */
function readyText({ phase, ms, recent }: NodeView): string {
  if (phase !== 'finished' || ms === undefined || ms < 1 || recent.length > 0) return ''
  return `ready after ${ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`}`
}

/** Milliseconds that the node worked on its last chunk: the sum of the figures that are named as such. */
function chunkMs({ recent }: NodeView): number | undefined {
  const figures = Object.entries(recent.at(-1)?.measurements ?? {}).filter(([name]) => name.endsWith('Ms'))
  return figures.length === 0 ? undefined : figures.reduce((sum, [, value]) => sum + value, 0)
}
