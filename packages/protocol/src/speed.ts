import type { RunView } from './run-view.js'

/** How fast a run makes frames, over its last chunks. */
export interface Speed {
  readonly framesPerSecond: number
  /** As a multiple of playback; undefined where no node tells its frame rate as the measurement `playbackFps`. */
  readonly timesRealTime: number | undefined
}

/** Undefined before two chunks have come out since the run began or was let go on. */
export function speedOf({ order, nodes, resumedAt = 0 }: RunView): Speed | undefined {
  const last = order.findLast((id) => (nodes[id]?.recent.length ?? 0) > 0)
  const recent = (last === undefined ? undefined : nodes[last]?.recent) ?? []
  const [first, ...later] = recent.filter(({ at }) => at >= resumedAt)
  const newest = later.at(-1)
  if (first === undefined || newest === undefined || newest.at <= first.at) return undefined
  const frames = later.reduce((sum, chunk) => sum + chunk.frames, 0)
  const framesPerSecond = (frames * 1000) / (newest.at - first.at)
  const playback = order.map((id) => nodes[id]?.recent.at(-1)?.measurements['playbackFps']).find(Boolean)
  return { framesPerSecond, timesRealTime: playback === undefined ? undefined : framesPerSecond / playback }
}
