import type { SlotState } from '@frameloom/kv-cache'
import { MOST_SHARES, type SlotReport } from './memory-report.js'

type Shares = Pick<SlotState, 'frames' | 'weights'>

export interface ReportedAt {
  readonly chunk: number
  readonly chunkFrames: number
}

/** A slot in bounded size: its largest shares by name, all of them by age. */
export function reportSlot(state: SlotState, at: ReportedAt): SlotReport {
  const shares = onePerFrame(state)
  const { frames, weights } = shares
  const { kind, position, older, blank, exact } = state
  const known = weights.reduce((sum, share) => sum + share, 0)
  const ages = weights.reduce((sum, share, i) => sum + ageInChunks(frames[i] ?? 0, at) * share, 0)
  return {
    kind,
    position,
    largest: largestOf(shares),
    bands: bandsOf(shares, at),
    frames: frames.length,
    older,
    blank,
    exact,
    ...(known > 0 && { ageChunks: ages / known }),
  }
}

/** A frame that entered in several folds has one share. Frames mostly enter in their order, then there is nothing to do. */
function onePerFrame({ frames, weights }: Shares): Shares {
  if (frames.every((frame, i) => i === 0 || frame > (frames[i - 1] ?? 0))) return { frames, weights }
  const shares = new Map<number, number>()
  for (const [i, frame] of frames.entries()) shares.set(frame, (shares.get(frame) ?? 0) + (weights[i] ?? 0))
  return { frames: [...shares.keys()], weights: [...shares.values()] }
}

function largestOf({ frames, weights }: Shares): SlotReport['largest'] {
  const largest: SlotReport['largest'] = []
  for (const [i, frame] of frames.entries()) {
    const share = weights[i] ?? 0
    const last = largest.at(-1)
    if (largest.length === MOST_SHARES && last !== undefined && share < last.share) continue
    const place = largest.findIndex((other) => other.share <= share)
    largest.splice(place < 0 ? largest.length : place, 0, { frame, share })
    if (largest.length > MOST_SHARES) largest.pop()
  }
  return largest
}

const ageInChunks = (frame: number, { chunk, chunkFrames }: ReportedAt): number =>
  Math.max(0, chunk - Math.floor(frame / chunkFrames))

/** Ages of 0, 1-2, 3-6, 7-14, ... chunks: fifty bands are enough for any video, and empty ones are left out. */
function bandsOf({ frames, weights }: Shares, at: ReportedAt): SlotReport['bands'] {
  const bands = new Map<number, SlotReport['bands'][number]>()
  for (const [i, frame] of frames.entries()) {
    const key = Math.floor(Math.log2(ageInChunks(frame, at) + 1))
    const band = bands.get(key)
    if (band === undefined) {
      bands.set(key, { oldest: frame, newest: frame, share: weights[i] ?? 0 })
      continue
    }
    band.oldest = Math.min(band.oldest, frame)
    band.newest = Math.max(band.newest, frame)
    band.share += weights[i] ?? 0
  }
  return [...bands].toSorted(([a], [b]) => a - b).map(([, band]) => band)
}
