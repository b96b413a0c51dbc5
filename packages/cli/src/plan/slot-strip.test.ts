import { planRollout, strategyByName } from '@frameloom/kv-cache'
import { expect, test } from 'vitest'
import { type ChunkLine, describeChunk } from './describe-chunk.js'
import { slotStrip } from './slot-strip.js'

function planned(name: string, chunks: number): ChunkLine[] {
  const rollout = { ...strategyByName(name, {}, { chunks }), chunks }
  return [...planRollout(rollout)].map(describeChunk)
}

test('shows sinks, both memories, the recent window and the new chunk, with their latent frames', () => {
  const strips = planned('memrope', 8).map(slotStrip)
  expect(strips[0]).toBe('chunk 0 [ N0 N1 N2 ] @0-2  0 moves, 0 folds')
  expect(strips[7]).toContain('[ S0 S1 S2 | L | s | R17 R18 R19 R20 | N21 N22 N23 ] @0-11')
})

test('shows where absolute positions leave a gap', () => {
  expect(planned('attention-sink', 5).map(slotStrip)[4]).toContain('@0-2,6-14')
})

test('every line accounts for the whole of every slot', () => {
  // Sums of at most a few hundred f64 shares: rounding stays far below 1e-9.
  for (const { slots } of planned('memrope', 40)) {
    for (const { weights, older = 0, blank = 0 } of slots) {
      expect(weights.reduce((sum, weight) => sum + weight, older + blank)).toBeCloseTo(1, 9)
    }
  }
})
