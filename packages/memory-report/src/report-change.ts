import type { CacheLayout, CachePlan, MemoryStream, Slot, SlotOp } from '@frameloom/kv-cache'
import type { MemoryReport } from './memory-report.js'

type FoldOp = Extract<SlotOp, { readonly op: 'fold' }>
type FoldReport = MemoryReport['change']['folds'][number]

/** What a plan does to the cache that it finds: every frame of `before` is kept, folded or dropped. */
export function reportChange(before: CacheLayout, { makeRoom, layout }: CachePlan): MemoryReport['change'] {
  const folds: FoldReport[] = []
  /** Means taken on the way, by the slot where they wait for the memories that they enter. */
  const pools = new Map<Slot, readonly number[]>()
  for (const op of makeRoom) {
    if (op.op === 'move') continue
    const frames = op.from.flatMap((slot) => pools.get(slot) ?? framesIn(before[slot]))
    const into = memoryOf(op, before, layout)
    if (into === undefined) pools.set(op.into, frames)
    else folds.push({ into, frames, rate: rateOf(op), fresh: op.fresh })
  }
  const held = new Set([...layout.flatMap(framesIn), ...folds.flatMap(({ frames }) => frames)])
  const streams = new Set(layout.map(streamOf))
  return {
    moved: makeRoom.filter(({ op }) => op === 'move').length,
    folds,
    dropped: before.flatMap(framesIn).filter((frame) => !held.has(frame)),
    forgotten: before.map(streamOf).filter((stream) => stream !== undefined && !streams.has(stream)) as MemoryStream[],
  }
}

/** An open memory is folded into where it lay, one that opens where it will lie; anything else is a mean on the way. */
function memoryOf({ into, fresh }: FoldOp, before: CacheLayout, after: CacheLayout): MemoryStream | undefined {
  return streamOf((fresh ? after : before)[into])
}

const rateOf = ({ rate }: FoldOp): number => (rate.kind === 'uniform' ? rate.rate : (rate.least + rate.most) / 2)

const framesIn = (content: CacheLayout[number] | undefined): number[] =>
  content === undefined || content.kind === 'memory' ? [] : [content.frame]

const streamOf = (content: CacheLayout[number] | undefined): MemoryStream | undefined =>
  content?.kind === 'memory' ? content.stream : undefined
