import { strategyByName } from '@frameloom/kv-cache'
import { expect, test } from 'vitest'
import { contestants } from './contestants.js'

test('every contestant can run, attends as many latent frames as the others, and is another than they', () => {
  const facts = { chunkFrames: 3, rotaryPositions: 1024, trainedFrames: 12, chunks: 160 }
  const built = Object.values(contestants).map(({ strategy, params }) => {
    const { strategy: made, positions } = strategyByName(strategy, { cacheFrames: 12, sinkFrames: 3, ...params }, facts)
    expect(made.capacity).toBe(12)
    return JSON.stringify([strategy, params, positions.name])
  })
  expect(new Set(built).size).toBe(built.length)
})
