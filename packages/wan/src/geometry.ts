import type { LatentShape, ModelGeometry, Prediction } from '@frameloom/diffusion'
import { ConfigReader } from './config-reader.js'

/** Everything that fixes a causal Wan network, under the names of this code. */
export interface WanGeometry extends ModelGeometry {
  /** Elements per token: heads x head dim. */
  readonly width: number
  readonly ffnWidth: number
  /** Elements of the sinusoid that a timestep becomes. */
  readonly timeFeatures: number
  /** Added to variances before their root. */
  readonly epsilon: number
  /** Tokens of one chunk. */
  readonly chunkTokens: number
  /** Cells of the latent grid that make one token. */
  readonly patch: Patch
  /** Elements of one patch: what a token is made from, and what the head gives. */
  readonly patchSize: number
  readonly prediction: Prediction
  /** Timesteps before the shift, and the shift. */
  readonly schedule: { readonly steps: readonly number[]; readonly shift: number }
  /** Pixel frames per second that the model was trained on. */
  readonly fps: number
}

export interface Patch {
  readonly height: number
  readonly width: number
}

/** Channels of Wan's latents. */
export const LATENT_CHANNELS = 16
/** Wan's rotary tables end here. */
const ROTARY_POSITIONS = 1024

/**
 * Reads a causal Wan `config.json`: the keys of Wan 2.1's own, and optional ones of ours: `prediction` ("velocity" or
 * "x0"), `timesteps` (before the shift), `shift`, `chunk_frames`, `trained_frames`, `latent` ([16, height, width]), `fps`.
 * Absent ones are those of the 1.3B text-to-video model. `latent` overrides the file's latent height and width.
 * @throws WanError `config-invalid` with every problem at once
 */
export function wanGeometry(
  config: Readonly<Record<string, unknown>>,
  { place = 'config.json', latent }: { readonly place?: string; readonly latent?: Omit<LatentShape, 'channels'> } = {},
): WanGeometry {
  const read = new ConfigReader(
    latent ? { ...config, latent: [LATENT_CHANNELS, latent.height, latent.width] } : config,
    place,
  )
  read.fixed('model_type', 't2v')
  const [patchFrames = 0, patchHeight = 0, patchWidth = 0] = read.sizes('patch_size', [1, 2, 2])
  read.require(
    patchFrames === 1,
    `patch_size takes ${patchFrames} latent frames into a token where 1 is expected: every frame has its own slot in the cache`,
  )
  read.fixed('in_dim', LATENT_CHANNELS)
  read.fixed('out_dim', LATENT_CHANNELS)
  read.fixed('qk_norm', true)
  read.fixed('cross_attn_norm', true)
  const width = read.whole('dim')
  const heads = read.whole('num_heads')
  const timeFeatures = read.whole('freq_dim', { otherwise: 256 })
  const [channels = 0, latentHeight = 0, latentWidth = 0] = read.sizes('latent', [LATENT_CHANNELS, 60, 104])
  const chunkFrames = read.whole('chunk_frames', { otherwise: 3 })
  const trainedFrames = read.whole('trained_frames', { otherwise: 21 })
  const headDim = width / heads
  read.require(
    headDim % 2 === 0,
    `dim ${width} in ${heads} heads gives ${headDim} elements per head where an even whole number is expected`,
  )
  read.require(timeFeatures % 2 === 0, `freq_dim is ${timeFeatures} where an even number is expected`)
  read.require(channels === LATENT_CHANNELS, `latent has ${channels} channels where ${LATENT_CHANNELS} are expected`)
  read.require(
    latentHeight % patchHeight === 0 && latentWidth % patchWidth === 0,
    `latent is ${latentHeight} x ${latentWidth} where multiples of the patch, ${patchHeight} x ${patchWidth}, are expected`,
  )
  read.require(
    chunkFrames <= trainedFrames,
    `chunk_frames is ${chunkFrames} where at most trained_frames, ${trainedFrames}, is expected`,
  )
  const tokensPerFrame = (latentHeight / patchHeight) * (latentWidth / patchWidth)
  const geometry: WanGeometry = {
    latent: { channels, height: latentHeight, width: latentWidth },
    chunkFrames,
    tokensPerFrame,
    chunkTokens: chunkFrames * tokensPerFrame,
    patch: { height: patchHeight, width: patchWidth },
    patchSize: channels * patchHeight * patchWidth,
    layers: read.whole('num_layers'),
    heads,
    headDim,
    width,
    ffnWidth: read.whole('ffn_dim'),
    timeFeatures,
    epsilon: read.positive('eps', 1e-6),
    trainedFrames,
    rotaryPositions: ROTARY_POSITIONS,
    textLength: read.whole('text_len', { otherwise: 512 }),
    textDim: read.whole('text_dim', { otherwise: 4096 }),
    prediction: read.oneOf('prediction', ['velocity', 'x0'], 'velocity'),
    schedule: {
      steps: read.falling('timesteps', 1000, [1000, 750, 500, 250]),
      shift: read.positive('shift', 5),
    },
    fps: read.positive('fps', 16),
  }
  read.finish()
  return geometry
}
