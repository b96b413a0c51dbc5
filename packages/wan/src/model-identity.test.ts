import { expect, test } from 'vitest'
import { wanGeometry } from './geometry.js'
import { modelIdentity } from './model-identity.js'

const WEIGHTS = 'a'.repeat(64)
const CONFIG = { dim: 24, num_heads: 2, num_layers: 1, ffn_dim: 32, latent: [16, 4, 6] }

const identityOf = (changes: object, weights = WEIGHTS): string =>
  modelIdentity(weights, wanGeometry({ ...CONFIG, ...changes }))

test('is another one for every setting that changes what the network computes', () => {
  const others = [
    identityOf({}, 'b'.repeat(64)),
    ...[
      { prediction: 'x0' },
      { shift: 1 },
      { eps: 1e-5 },
      { timesteps: [1000, 500] },
      { chunk_frames: 1 },
      { num_heads: 3 },
      { latent: [16, 6, 4] },
      { patch_size: [1, 1, 2] },
    ].map((changes) => identityOf(changes)),
  ]
  expect(new Set([identityOf({}), ...others]).size).toBe(1 + others.length)
})

test('stays the same however the configuration is written', () => {
  const { latent, ...rest } = CONFIG
  const written = { _comment: 'as published', latent, shift: 5, prediction: 'velocity', ...rest }
  expect(modelIdentity(WEIGHTS, wanGeometry(written))).toBe(identityOf({}))
})

test('does not depend on the order in which this code names the settings', () => {
  const geometry = wanGeometry(CONFIG)
  const reversed = { ...geometry, ...Object.fromEntries(Object.entries(geometry).reverse()) }
  expect(modelIdentity(WEIGHTS, reversed)).toBe(identityOf({}))
})
