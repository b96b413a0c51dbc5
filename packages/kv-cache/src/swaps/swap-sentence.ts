import type { FrameIndex, FrameSpan } from '../frame.js'
import type { CacheLayout, CacheStrategy } from '../strategies/strategy.js'
import { describeSwap, type MemorySlot, type SlotRoles, type SwapReport } from './describe-swap.js'

const TITLES: Readonly<Record<string, string>> = {
  full: 'Full',
  'sliding-window': 'Sliding Window',
  'attention-sink': 'Attention Sink',
  memrope: 'MemRoPE',
}

/** What a sentence tells of a strategy. */
export type StrategyLabel = Pick<CacheStrategy, 'name' | 'capacity'>

/** A cache and the strategy that has filled it. */
export interface FilledCache {
  readonly strategy: StrategyLabel
  readonly layout: CacheLayout
}

/**
 * What becomes of the cache when `strategy` takes it over before `chunk`, in one sentence for people:
 * `MemRoPE to Sliding Window: kept recent frames 17-23; lost sinks 0-2 and both memory slots (of 14 frames each).`
 * @throws what `strategy.admit` throws
 */
export function swapSentence(from: FilledCache, strategy: CacheStrategy, chunk: FrameSpan): string {
  const report = describeSwap(from.layout, strategy, chunk)
  const heading = `${namesOf(from.strategy, strategy)}:`
  if (from.layout.length === 0) return `${heading} nothing was remembered yet.`
  const parts = [
    `kept ${listed(rolesOf(report.kept)) || 'nothing'}`,
    ...(report.folded.length > 0 ? [foldedOf(report)] : []),
    `lost ${listed(rolesOf(report.forgotten)) || 'nothing'}`,
  ]
  return `${heading} ${parts.join('; ')}.`
}

function namesOf(from: StrategyLabel, to: StrategyLabel): string {
  const [before, after] = [from, to].map(({ name }) => TITLES[name] ?? name)
  if (from.name !== to.name) return `${before} to ${after}`
  if (from.capacity === to.capacity) return `${before} with other settings`
  return `${before} of ${from.capacity} slots to ${to.capacity}`
}

function rolesOf({ sinks, memory, recent }: SlotRoles): string[] {
  return [
    ...(sinks.length > 0 ? [`${counted('sink', sinks)} ${spans(sinks)}`] : []),
    ...(memory.length > 0 ? [memoryOf(memory)] : []),
    ...(recent.length > 0 ? [`${counted('recent frame', recent)} ${spans(recent)}`] : []),
  ]
}

function memoryOf(memory: readonly MemorySlot[]): string {
  const [first, second] = memory
  const frames = ({ framesFolded }: MemorySlot): string => `${framesFolded} ${framesFolded === 1 ? 'frame' : 'frames'}`
  if (first === undefined) return ''
  if (second === undefined) return `the ${first.stream} memory (of ${frames(first)})`
  if (first.framesFolded === second.framesFolded) return `both memory slots (of ${frames(first)} each)`
  return `both memory slots (of ${frames(first)} and ${frames(second)})`
}

function foldedOf({ folded, opened }: SwapReport): string {
  const [stream] = opened
  const into = opened.length === 1 ? `a new ${stream} memory` : opened.length > 1 ? 'two new memory slots' : 'memory'
  return `folded ${counted('frame', folded)} ${spans(folded)} into ${into}`
}

const counted = (noun: string, frames: readonly FrameIndex[]): string => (frames.length === 1 ? noun : `${noun}s`)

/** `0-2, 7`: runs of consecutive frames. */
function spans(frames: readonly FrameIndex[]): string {
  const runs: [number, number][] = []
  for (const frame of frames.toSorted((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] + 1 === frame) last[1] = frame
    else runs.push([frame, frame])
  }
  return runs.map(([start, end]) => (start === end ? `${start}` : `${start}-${end}`)).join(', ')
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
