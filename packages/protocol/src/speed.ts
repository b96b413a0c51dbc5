import type { RunView } from './run-view.js'

/** How fast a run makes frames, over its last chunks. */
export interface Speed {
  readonly framesPerSecond: number
  /** As a multiple of playback; undefined where no node tells its frame rate as the measurement `playbackFps`. */
  readonly timesRealTime: number | undefined
}

/** Milliseconds from chunk to chunk that may always be, and multiples of the usual time: beyond both, the computer slept. */
const LONGEST_GAP = { ms: 60_000, usual: 20 }

/** Undefined before two chunks have come out since the run began or was let go on. */
export function speedOf({ order, nodes, resumedAt = 0 }: RunView): Speed | undefined {
  const last = order.findLast((id) => (nodes[id]?.recent.length ?? 0) > 0)
  const recent = (last === undefined ? undefined : nodes[last]?.recent) ?? []
  const steps = stepsOf(recent.filter(({ at }) => at >= resumedAt))
  const ms = steps.reduce((sum, step) => sum + step.ms, 0)
  if (ms <= 0) return undefined
  const framesPerSecond = (steps.reduce((sum, { frames }) => sum + frames, 0) * 1000) / ms
  const playback = order.map((id) => nodes[id]?.recent.at(-1)?.measurements['playbackFps']).find(Boolean)
  return { framesPerSecond, timesRealTime: playback === undefined ? undefined : framesPerSecond / playback }
}

/** From chunk to chunk, without those in which the computer slept or its clock was set. */
function stepsOf(chunks: readonly { readonly at: number; readonly frames: number }[]) {
  const steps = chunks.slice(1).map(({ at, frames }, index) => ({ ms: at - (chunks[index]?.at ?? at), frames }))
  const usual = steps.map(({ ms }) => ms).toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0
  const longest = Math.max(LONGEST_GAP.ms, LONGEST_GAP.usual * usual)
  return steps.filter(({ ms }) => ms >= 0 && ms <= longest)
}
