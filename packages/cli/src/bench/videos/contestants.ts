/** A way to remember, as it takes part in the comparison. */
export interface Contestant {
  /** For `strategyByName`. */
  readonly strategy: string
  readonly params: Readonly<Record<string, unknown>>
  /** What it shows, for the table. */
  readonly about: string
}

/**
 * All that can be compared. Every one attends at most as many latent frames as the others (`cacheFrames`, the same for all). What
 * folding keys at absolute positions would do cannot be run: keys are stored un-rotated, and a memory has no absolute
 * position; `memrope-capped` is the nearest that has one.
 */
export const contestants: Readonly<Record<string, Contestant>> = {
  memrope: { strategy: 'memrope', params: {}, about: 'sinks, long and short memory, online positions' },
  'sliding-window': { strategy: 'sliding-window', params: {}, about: 'the newest frames alone, absolute positions' },
  'static-sinks': { strategy: 'attention-sink', params: {}, about: 'first and newest frames, absolute positions' },
  'online-sinks': { strategy: 'sink-window-online', params: {}, about: 'first and newest frames, online positions' },
  'online-window': {
    strategy: 'sliding-window',
    params: { positions: 'online' },
    about: 'the newest frames alone, online positions',
  },
  'memrope-long': { strategy: 'memrope', params: { streams: 'long' }, about: 'the slow memory alone' },
  'memrope-short': { strategy: 'memrope', params: { streams: 'short' }, about: 'the fast memory alone' },
  'memrope-none': { strategy: 'memrope', params: { streams: 'none' }, about: 'neither memory' },
  'memrope-token': {
    strategy: 'memrope',
    params: { pooling: 'token' },
    about: 'a mean for every place in the picture',
  },
  'memrope-bf16': { strategy: 'memrope', params: { precision: 'bf16' }, about: 'memories kept in bf16' },
  'memrope-drop': {
    strategy: 'memrope',
    params: { underMemory: 'drop' },
    about: 'frames under the memory slots dropped, not folded',
  },
  'memrope-capped': {
    strategy: 'memrope',
    params: { positions: 'grow-then-cap' },
    about: 'positions that grow with the video up to 20, and stay',
  },
}

/** The one that differences are told against, where it takes part. */
export const REFERENCE = 'memrope'
