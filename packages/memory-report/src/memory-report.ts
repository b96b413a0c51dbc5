import { z } from 'zod'

const frame = z.int().min(0)
const share = z.number().min(0)

/** What a slot is to the chunk being denoised, in attention order. */
const slotKind = z.enum(['sink', 'long-term', 'short-term', 'recent', 'chunk'])

const slotReport = z.object({
  kind: slotKind,
  /** Temporal rotary position. */
  position: z.number(),
  /** The latent frames with the largest shares, the largest first; at most `MOST_SHARES`. */
  largest: z.array(z.object({ frame, share })),
  /** All that is told apart, summed by age: each band reaches twice as far back as the one before. The newest first. */
  bands: z.array(z.object({ oldest: frame, newest: frame, share })),
  /** Latent frames whose share is told apart. */
  frames: z.int().min(0),
  /** Shares too small to be told apart, or from before a resumed run; with `blank` and the bands they add up to 1. */
  older: share,
  /** What remains of the zeros that a memory started from. */
  blank: share,
  /** False where shares depend on the motion in the picture; then they are those at the middle of the rate's bounds. */
  exact: z.boolean(),
  /** Mean age in chunks, weighted by share; absent where nothing is told apart. */
  ageChunks: z.number().min(0).exactOptional(),
})
export type SlotReport = z.output<typeof slotReport>

const changeReport = z.object({
  /** Slots that took another place. */
  moved: z.int().min(0),
  folds: z.array(
    z.object({
      into: z.enum(['long-term', 'short-term']),
      frames: z.array(frame),
      /** Share of their mean in the memory: the middle where the rate follows motion. */
      rate: z.number(),
      /** The memory was empty. */
      fresh: z.boolean(),
    }),
  ),
  /** Latent frames that left the cache and entered no memory. */
  dropped: z.array(frame),
  /** Memories that were given up, as when another strategy takes over. */
  forgotten: z.array(z.enum(['long-term', 'short-term'])),
})

/** A cache while one chunk is denoised. Its size depends on the slots, not on the length of the video. */
export const memoryReport = z.object({
  chunk: z.int().min(0),
  chunkFrames: z.int().min(1),
  /** Names of the strategy and of the position policy. */
  strategy: z.string(),
  placing: z.string(),
  /** In attention order; the chunk's own are the last ones. */
  slots: z.array(slotReport),
  /** What was done to the cache to make room for the chunk. */
  change: changeReport,
  /** Absent where nothing is allocated: in a plan. */
  bytes: z.object({ perSlot: z.number(), total: z.number() }).exactOptional(),
  /** The longest span of latent frames seen in training, and the end of the rotary table; absent without a model. */
  model: z.object({ trainedFrames: z.int(), rotaryPositions: z.int() }).exactOptional(),
})
export type MemoryReport = z.output<typeof memoryReport>

/** Latent frames that a slot names one by one. */
export const MOST_SHARES = 8
