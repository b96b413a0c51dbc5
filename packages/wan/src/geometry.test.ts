import { expect, test } from 'vitest'
import { wanGeometry } from './geometry.js'
import { wanParameters } from './parameters.js'

const WAN = {
  dim: 1536,
  num_heads: 12,
  num_layers: 30,
  ffn_dim: 8960,
  freq_dim: 256,
  in_dim: 16,
  out_dim: 16,
  model_type: 't2v',
  text_len: 512,
  eps: 1e-6,
}

test('reads Wan 2.1’s own configuration, its absent settings included', () => {
  expect(wanGeometry(WAN)).toMatchObject({
    latent: { channels: 16, height: 60, width: 104 },
    tokensPerFrame: 1560,
    chunkTokens: 4680,
    headDim: 128,
    textDim: 4096,
    trainedFrames: 21,
    rotaryPositions: 1024,
    prediction: 'velocity',
    schedule: { steps: [1000, 750, 500, 250], shift: 5 },
    fps: 16,
  })
})

test('knows the 825 parameters and 1,418,996,800 elements of the 1.3B model', () => {
  const parameters = wanParameters(wanGeometry(WAN))
  expect(parameters).toHaveLength(825)
  expect(parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)).toBe(1_418_996_800)
})

test('takes the latent size that is asked for, and every setting of our own', () => {
  const own = {
    prediction: 'x0',
    shift: 3,
    timesteps: [1000, 500],
    chunk_frames: 2,
    trained_frames: 9,
    latent: [16, 8, 12],
    fps: 8,
  }
  expect(wanGeometry({ ...WAN, ...own })).toMatchObject({
    prediction: 'x0',
    schedule: { steps: [1000, 500], shift: 3 },
    chunkFrames: 2,
    trainedFrames: 9,
    tokensPerFrame: 24,
    fps: 8,
  })
  expect(wanGeometry({ ...WAN, ...own }, { latent: { height: 4, width: 6 } }).tokensPerFrame).toBe(6)
})

test('takes patches of any height and width, but one frame each', () => {
  const wide = wanGeometry({ ...WAN, patch_size: [1, 2, 4], latent: [16, 8, 12] })
  expect(wide).toMatchObject({ patch: { height: 2, width: 4 }, patchSize: 128, tokensPerFrame: 12 })
  expect(wanParameters(wide)).toContainEqual({ name: 'patch_embedding.weight', shape: [1536, 16, 1, 2, 4] })
  expect(wanParameters(wide)).toContainEqual({ name: 'head.head.weight', shape: [128, 1536] })
  expect(() => wanGeometry({ ...WAN, patch_size: [2, 2, 2] })).toThrow('patch_size takes 2 latent frames into a token')
  expect(() => wanGeometry({ ...WAN, patch_size: [1, 4, 4], latent: [16, 8, 10] })).toThrow(
    'latent is 8 x 10 where multiples of the patch, 4 x 4',
  )
})

test('lists every problem of a configuration at once', () => {
  const broken = {
    ...WAN,
    dim: 0.5,
    num_heads: '12',
    in_dim: 36,
    latent: [16, 5, 8],
    timesteps: [250, 500],
    prediction: 'noise',
    chunk_frames: 30,
  }
  let message = ''
  try {
    wanGeometry(broken, { place: 'model/config.json' })
  } catch (error) {
    message = String(error)
  }
  for (const part of [
    'model/config.json does not describe',
    'in_dim is 36 where 16 is expected',
    'dim is 0.5 where a whole number from 1 upwards',
    'num_heads is "12"',
    'latent is 5 x 8 where multiples of the patch, 2 x 2, are expected',
    'timesteps is [250,500] where a list of falling whole numbers from 1000',
    'prediction is "noise" where "velocity" or "x0"',
    'chunk_frames is 30 where at most trained_frames, 21',
  ]) {
    expect(message).toContain(part)
  }
})

test('refuses heads that do not share out the width in pairs', () => {
  expect(() => wanGeometry({ ...WAN, dim: 1530 })).toThrow('dim 1530 in 12 heads gives 127.5 elements per head')
  expect(() => wanGeometry({})).toThrow('dim is missing')
})
