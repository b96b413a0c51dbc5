import { CacheError } from '../cache-error.js'
import { checkCompatible } from '../positions/check-compatible.js'
import type { PositionPolicy } from '../positions/positions.js'
import { attentionSink, attentionSinkProblems } from '../strategies/attention-sink.js'
import { full, fullProblems } from '../strategies/full.js'
import { memrope } from '../strategies/memrope.js'
import { memropeProblems, type MemropeOptions } from '../strategies/memrope-options.js'
import { refuseProblems, wholeProblem, type Problem } from '../strategies/option-problems.js'
import { slidingWindow, slidingWindowProblems } from '../strategies/sliding-window.js'
import type { CacheStrategy } from '../strategies/strategy.js'
import { ParameterReader, type RawParameters } from './parameter-reader.js'
import { positionsByName } from './positions-by-name.js'
import { readOptions, strategyNames, type ModelFacts, type StrategyName } from './strategy-parameters.js'

export interface NamedStrategy {
  readonly strategy: CacheStrategy
  readonly positions: PositionPolicy
  readonly chunkFrames: number
}

interface NamedFactory {
  readonly positions: PositionPolicy['name']
  problems(options: Required<MemropeOptions>): readonly Problem[]
  build(options: Required<MemropeOptions>): CacheStrategy
}

const FACTORIES: Readonly<Record<StrategyName, NamedFactory>> = {
  full: { positions: 'absolute', problems: fullProblems, build: full },
  'sliding-window': { positions: 'absolute', problems: slidingWindowProblems, build: slidingWindow },
  'attention-sink': { positions: 'absolute', problems: attentionSinkProblems, build: attentionSink },
  'sink-window-online': { positions: 'online', problems: attentionSinkProblems, build: attentionSink },
  memrope: { positions: 'online', problems: memropeProblems, build: memrope },
}

/**
 * A strategy and its positions from a name and raw parameters, all of them optional: cacheFrames (12, the chunk included;
 * or recentFrames, from which it follows), sinkFrames (3), chunkFrames (the model's), longRate (0.01), shortRate (0.1),
 * streams, pooling, adaptiveShortRate, init, underMemory, precision (see `MemropeOptions`), positions (`online` for memrope
 * and sink-window-online, otherwise `absolute`; or `grow-then-cap`, up to maxPosition, 20). `parity: true` drops the frames
 * under the memory slots, as the paper's released code does. Parameters that belong to other strategies have no effect.
 * @throws CacheError `invalid-parameter` with every wrong parameter, what was found and what is expected;
 * `memory-needs-online-positions` when a strategy that folds is given absolute positions
 */
export function strategyByName(name: string, raw: RawParameters = {}, facts: ModelFacts = {}): NamedStrategy {
  const known = strategyNames.find((candidate) => candidate === name)
  if (known === undefined) {
    const choices = strategyNames.join(', ')
    throw new CacheError('invalid-parameter', `Cache strategy "${name}" is unknown: choose one of ${choices}.`)
  }
  const factory = FACTORIES[known]
  const read = new ParameterReader(raw)
  const options = readOptions(read, known, facts)
  const placing = read.choice('positions', ['online', 'absolute', 'grow-then-cap'], factory.positions)
  const maxPosition = read.number('maxPosition', 20)
  refuseProblems(name, [...read.problems, ...factory.problems(options), wholeProblem('maxPosition', maxPosition, 0)])
  const strategy = factory.build(options)
  const positions = positionsByName(placing, { tableLength: facts.rotaryPositions ?? 1024, maxPosition })
  const conflict = checkCompatible(strategy, positions)
  if (conflict) throw conflict
  return { strategy, positions, chunkFrames: options.chunkFrames }
}
