import type { MemoryReport, SlotReport } from '@frameloom/memory-report'
import { inBytes } from '../ui/in-bytes.js'
import { inTime } from './chunk-seconds.js'

type Kind = SlotReport['kind']

/** The letter of a slot in its strip: the one that `frameloom plan` prints. */
export const LETTER: Readonly<Record<Kind, string>> = {
  sink: 'S',
  'long-term': 'L',
  'short-term': 's',
  recent: 'R',
  chunk: 'N',
}

export const NAME: Readonly<Record<Kind, string>> = {
  sink: 'Sink',
  'long-term': 'Long-term memory',
  'short-term': 'Short-term memory',
  recent: 'Recent',
  chunk: 'New',
}

/** `3.1%`; what is less than a tenth of a percent is said to be so. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1%'
  return `${(share * 100).toLocaleString('en', { maximumFractionDigits: share < 0.1 ? 1 : 0 })}%`
}

/** `3 sinks, 1 long-term memory, 1 short-term memory, 4 recent, 3 new`. */
export function slotsInWords({ slots }: Pick<MemoryReport, 'slots'>): string {
  const counts = new Map<Kind, number>()
  for (const { kind } of slots) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts]
    .map(([kind, n]) => `${n} ${kind === 'sink' && n > 1 ? 'sinks' : NAME[kind].toLowerCase()}`)
    .join(', ')
}

/** What was done to make room for the chunk. */
export function changeInWords({ change: { folds, dropped, forgotten, moved } }: MemoryReport): string {
  const entering = new Map<string, string[]>()
  for (const { frames, into } of folds) {
    const list = frameList(frames)
    entering.set(list, [...(entering.get(list) ?? []), LETTER[into]])
  }
  const parts = [...entering].map(([list, into]) => `folded ${list} into ${into.join(' and ')}`)
  if (dropped.length > 0) parts.push(`dropped ${frameList(dropped)}`)
  if (forgotten.length > 0) parts.push(`gave up ${forgotten.map((kind) => LETTER[kind]).join(' and ')}`)
  if (moved > 0) parts.push(`moved ${moved} ${moved === 1 ? 'slot' : 'slots'}`)
  return parts.length === 0 ? 'nothing had to leave' : parts.join(', ')
}

/** `frame 7`, `frames 6-8`, `4 frames from 2 to 11`. */
function frameList(frames: readonly number[]): string {
  const [low, high] = [Math.min(...frames), Math.max(...frames)]
  if (low === high) return `frame ${low}`
  return high - low + 1 === frames.length ? `frames ${low}-${high}` : `${frames.length} frames from ${low} to ${high}`
}

/** What a slot is, what it holds, how old that is, where it stands, how large it is. */
export function slotInWords(slot: SlotReport, { bytes, seconds, planned }: SlotFacts): string {
  const { kind, largest, frames, ageChunks, position, exact } = slot
  const [only] = largest
  const holds =
    frames === 1 && only !== undefined ? `frame ${only.frame}` : `${frames} frames${exact ? '' : ', shares not exact'}`
  const age = ageChunks === undefined ? [] : [ageInWords(ageChunks, { kind, seconds })]
  const size = bytes === undefined ? [] : [inBytes(bytes)]
  return [`${NAME[kind]}: ${holds}`, ...age, ...(planned ? [] : [`position ${position}`]), ...size].join(' · ')
}

export interface SlotFacts {
  readonly bytes?: number | undefined
  /** How long a chunk plays. */
  readonly seconds: number | undefined
  /** From a plan, not from a run. */
  readonly planned: boolean
}

function ageInWords(chunks: number, { kind, seconds }: { kind: Kind; seconds: number | undefined }): string {
  const mean = kind === 'long-term' || kind === 'short-term' ? 'on average ' : ''
  const number = chunks.toLocaleString('en', { maximumFractionDigits: 1 })
  const time = seconds === undefined ? '' : ` (${inTime(chunks * seconds)})`
  return `${mean}${number} ${number === '1' ? 'chunk' : 'chunks'}${time} old`
}
