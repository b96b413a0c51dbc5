import { memoryStreams, type MemropeOptions } from '../strategies/memrope-options.js'
import type { ParameterReader } from './parameter-reader.js'

export const strategyNames = ['full', 'sliding-window', 'attention-sink', 'sink-window-online', 'memrope'] as const
export type StrategyName = (typeof strategyNames)[number]

/** Facts that a loaded model settles; the defaults are those of causal Wan 2.1. */
export interface ModelFacts {
  /** Latent frames per chunk; a parameter `chunkFrames` that differs is refused. Default: the parameter, or 3. */
  readonly chunkFrames?: number
  /** Rows of the rotary table. Default 1024. */
  readonly rotaryPositions?: number
  /** Longest span of latent frames seen in training: the size of a full cache where nothing says another. Default 21. */
  readonly trainedFrames?: number
  /** Chunks to come, from which the size of a full cache follows where it is not given. */
  readonly chunks?: number
}

const SIZES = ['cacheFrames', 'recentFrames', 'sinkFrames', 'chunkFrames'] as const
const MEMORY = [
  'longRate',
  'shortRate',
  'streams',
  'pooling',
  'adaptiveShortRate',
  'init',
  'underMemory',
  'precision',
] as const
const NAMES = [...SIZES, ...MEMORY, 'parity', 'positions', 'maxPosition']
/** What else a recorded case states. It is meant for others, so it is no mistake here. */
const CASE_FACTS = ['strategy', 'timesteps', 'shift', 'chunks', 'latent', 'words', 'dtype']

/** The options of every strategy at once, each with its default; a strategy reads those it has. */
export function readOptions(read: ParameterReader, name: StrategyName, facts: ModelFacts): Required<MemropeOptions> {
  read.refuseUnknown(NAMES, CASE_FACTS)
  const parity = read.flag('parity', false)
  const options = {
    sinkFrames: read.number('sinkFrames', 3),
    chunkFrames: read.number('chunkFrames', facts.chunkFrames ?? 3),
    longRate: read.number('longRate', 0.01),
    shortRate: read.number('shortRate', 0.1),
    streams: read.choice('streams', ['both', 'long', 'short', 'none'], 'both'),
    pooling: read.choice('pooling', ['frame', 'token'], 'frame'),
    adaptiveShortRate: read.flag('adaptiveShortRate', false),
    init: read.choice('init', ['first-evicted', 'zero'], 'first-evicted'),
    underMemory: read.choice('underMemory', ['fold', 'drop'], parity ? 'drop' : 'fold'),
    precision: read.choice('precision', ['f32', 'bf16'], 'f32'),
  } as const
  if (facts.chunkFrames !== undefined && facts.chunkFrames !== options.chunkFrames) {
    read.problems.push(`chunkFrames is ${options.chunkFrames}, expected ${facts.chunkFrames}, the model's`)
  }
  return { ...options, cacheFrames: readCacheFrames(read, name, { ...facts, ...options }) }
}

type Sizes = Pick<Required<MemropeOptions>, 'sinkFrames' | 'chunkFrames' | 'streams'> & ModelFacts

/** `cacheFrames`, or what follows from `recentFrames`; both may be given where they agree. */
function readCacheFrames(read: ParameterReader, name: StrategyName, sizes: Sizes): number {
  const recentFrames = read.number('recentFrames', undefined)
  const cacheFrames = read.number('cacheFrames', undefined)
  if (recentFrames === undefined || name === 'full') return cacheFrames ?? defaultCacheFrames(read, name, sizes)
  const sinks = name === 'sliding-window' ? 0 : sizes.sinkFrames
  const memory = name === 'memrope' ? memoryStreams(sizes.streams).length : 0
  const derived = sinks + memory + recentFrames + sizes.chunkFrames
  if (!Number.isSafeInteger(recentFrames) || recentFrames < 0) {
    read.problems.push(`recentFrames is ${recentFrames}, expected a whole number of latent frames from 0`)
  } else if (cacheFrames !== undefined && cacheFrames !== derived) {
    read.problems.push(
      `cacheFrames is ${cacheFrames}, expected ${derived} (${sinks} sink + ${memory} memory + ${recentFrames} recent + ` +
        `${sizes.chunkFrames} chunk), or give only one of cacheFrames and recentFrames`,
    )
  }
  return cacheFrames ?? derived
}

function defaultCacheFrames(read: ParameterReader, name: StrategyName, sizes: Sizes): number {
  if (name !== 'full') return 12
  const chunks = sizes.chunks ?? read.number('chunks', undefined)
  return chunks === undefined ? (sizes.trainedFrames ?? 21) : chunks * sizes.chunkFrames
}
