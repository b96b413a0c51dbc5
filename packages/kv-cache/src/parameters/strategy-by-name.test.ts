import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CacheError } from '../cache-error.js'
import { planRollout } from '../plans/plan-rollout.js'
import type { RawParameters } from './parameter-reader.js'
import { strategyByName } from './strategy-by-name.js'
import { strategyNames, type StrategyName } from './strategy-parameters.js'

/** A recorded case as it is written beside golden numbers: keys for the cache, and keys for others. */
const recordedCase = {
  strategy: 'memrope',
  cacheFrames: 12,
  sinkFrames: 3,
  chunkFrames: 3,
  pooling: 'frame',
  adaptiveShortRate: false,
  longRate: 0.01,
  shortRate: 0.1,
  timesteps: [1000, 937.5],
  shift: 5,
  chunks: 9,
  latent: [16, 8, 12],
  words: 5,
  dtype: 'float32',
}

const folds = (parameters: Readonly<Record<string, unknown>>) => {
  const named = strategyByName('memrope', parameters)
  const last = [...planRollout({ ...named, chunks: 5 })].at(-1)
  return last?.plan.makeRoom.filter((op) => op.op === 'fold')
}

describe('a strategy by its name', () => {
  test('takes a whole recorded case, with nothing where a value does not apply', () => {
    expect(strategyByName('memrope', recordedCase).strategy).toMatchObject({
      name: 'memrope',
      capacity: 12,
      folds: true,
    })
    const sinks = strategyByName('sink-window-online', { ...recordedCase, pooling: null })
    expect([sinks.strategy.name, sinks.positions.name, sinks.chunkFrames]).toEqual(['attention-sink', 'online', 3])
  })

  test('reproduces the released code with parity: frames under the memory slots are dropped', () => {
    expect(folds({ ...recordedCase, parity: true })?.map(({ from }) => from)).toEqual([
      [5, 6, 7],
      [5, 6, 7],
    ])
    expect(folds(recordedCase)?.map(({ from }) => from)).toEqual([[3, 4, 5, 6, 7], [7], [7]])
    expect(folds({ parity: true, underMemory: 'fold' })?.[0]?.from).toEqual([3, 4, 5, 6, 7])
  })

  test('passes every switch of MemRoPE on', () => {
    const found = folds({
      parity: true,
      pooling: 'token',
      precision: 'bf16',
      init: 'zero',
      longRate: 0.2,
      adaptiveShortRate: true,
    })
    expect(found).toMatchObject([
      { pooling: 'token', precision: 'bf16', fresh: true, rate: { kind: 'uniform', rate: 0.2 } },
      { rate: { kind: 'by-motion', least: 0.1 * 0.1, most: 0.5 } },
    ])
    expect(strategyByName('memrope', { streams: 'none', positions: 'absolute' }).strategy.folds).toBe(false)
  })

  test('gives every strategy its own positions, and others on request', () => {
    const byDefault = strategyNames.map((name) => strategyByName(name).positions.name)
    expect(byDefault).toEqual(['absolute', 'absolute', 'absolute', 'online', 'online'])
    const capped = strategyByName('memrope', { positions: 'grow-then-cap', maxPosition: 15 }).positions
    expect([capped.name, capped.lastPosition]).toEqual(['grow-then-cap', 15])
    const short = strategyByName('sliding-window', {}, { rotaryPositions: 30 })
    expect(() => [...planRollout({ ...short, chunks: 11 })]).toThrow(
      expect.objectContaining({ code: 'position-table-end' }),
    )
  })

  test('derives the cache from the recent window, and refuses two sizes that disagree', () => {
    expect(strategyByName('memrope', { recentFrames: 4 }).strategy.capacity).toBe(12)
    expect(strategyByName('memrope', { recentFrames: 4, streams: 'none' }).strategy.capacity).toBe(10)
    expect(strategyByName('attention-sink', { recentFrames: 6 }).strategy.capacity).toBe(12)
    expect(strategyByName('sliding-window', { recentFrames: 6 }).strategy.capacity).toBe(9)
    expect(() => strategyByName('memrope', { recentFrames: 5, cacheFrames: 12 })).toThrow(
      /cacheFrames is 12, expected 13 \(3 sink \+ 2 memory \+ 5 recent \+ 3 chunk\)/,
    )
  })

  test('makes a full cache as long as the video, or as the trained window', () => {
    expect(strategyByName('full', {}, { chunks: 9 }).strategy.capacity).toBe(27)
    expect(strategyByName('full', { chunks: 9 }).strategy.capacity).toBe(27)
    expect(strategyByName('full', {}, { trainedFrames: 15 }).strategy.capacity).toBe(15)
  })

  test('takes the chunk length from the model, and refuses another', () => {
    expect(strategyByName('memrope', {}, { chunkFrames: 4 }).chunkFrames).toBe(4)
    expect(() => strategyByName('memrope', { chunkFrames: 3 }, { chunkFrames: 4 })).toThrow(
      /chunkFrames is 3, expected 4, the model's/,
    )
  })

  test('lists every wrong parameter at once, with what was found and what is expected', () => {
    const wrong = {
      cacheFrames: 7,
      sinkFrames: 'three',
      longRate: 2,
      shortRate: -1,
      pooling: 'mean',
      parity: 1,
      sinkframes: 3,
      maxPosition: 0.5,
    }
    const build = () => strategyByName('memrope', wrong)
    expect(build).toThrow(expect.objectContaining({ code: 'invalid-parameter' }))
    for (const problem of [
      '"sinkframes" is no parameter',
      'parity is 1, expected true or false',
      'sinkFrames is "three", expected a number',
      'pooling is "mean", expected "frame" or "token"',
      'cacheFrames is 7, expected at least 8 (3 sink + 2 memory + 3 chunk)',
      'longRate is 2, expected a number from 0',
      'shortRate is -1, expected a number from 0',
      'maxPosition is 0.5, expected a whole number',
    ]) {
      expect(build).toThrow(problem)
    }
  })

  test('refuses a name it does not know, and folding with absolute positions', () => {
    expect(() => strategyByName('memrop')).toThrow(/"memrop" is unknown: choose one of full, /)
    expect(() => strategyByName('memrope', { positions: 'absolute' })).toThrow(
      expect.objectContaining({ code: 'memory-needs-online-positions' }),
    )
    expect(() => strategyByName('memrope', { adaptiveShortRate: true, shortRate: 0.4 })).toThrow(
      /less than 0.4 with adaptiveShortRate/,
    )
  })

  test('answers any JSON with a strategy or one typed refusal', () => {
    const names = fc.constantFrom(...strategyNames)
    const keys = fc.constantFrom(
      'cacheFrames',
      'sinkFrames',
      'recentFrames',
      'chunkFrames',
      'longRate',
      'streams',
      'positions',
      'maxPosition',
      'x',
    )
    const values = fc.oneof(
      fc.jsonValue(),
      fc.integer({ min: -2, max: 40 }),
      fc.constantFrom('both', 'online', 'absolute', 'grow-then-cap'),
    )
    fc.assert(
      fc.property(names, fc.dictionary(keys, values), (name, parameters) => {
        expect(outcome(name, parameters)).toBe('typed')
      }),
      { numRuns: 2000 },
    )
  })
})

/** Whether the parameters give a strategy or a refusal of ours, and not some other error. */
function outcome(name: StrategyName, parameters: RawParameters): string {
  try {
    return strategyByName(name, parameters).strategy.capacity > 0 ? 'typed' : 'empty'
  } catch (error) {
    return error instanceof CacheError ? 'typed' : String(error)
  }
}
