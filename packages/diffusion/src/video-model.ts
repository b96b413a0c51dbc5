import type { SlotStore } from '@frameloom/kv-cache'
import type { ModelGeometry } from './geometry.js'
import type { PromptEmbedding } from './prompt.js'

/** What the network's output means: the flow's velocity (noise - x0), or the clean latents themselves. */
export type Prediction = 'velocity' | 'x0'

/** Where the coming passes read and write, fixed for one chunk. */
export interface ChunkPlacement {
  /** Slots attended, the chunk's included; the chunk's are the last ones. */
  readonly slots: number
  /** First slot of the chunk. */
  readonly chunkSlot: number
  /** Temporal rotary position of every attended slot. */
  readonly positions: readonly number[]
}

export interface DenoisePass {
  /** [chunk frames, channels, height, width] */
  readonly latents: Float32Array
  /** Noise level, 1000 ... 0; 0 is the clean pass. */
  readonly timestep: number
  /** Receives the network's output, same shape as `latents`. Left out where only the keys and values are wanted. */
  readonly into?: Float32Array
  readonly signal?: AbortSignal
}

/** A denoiser with a cache of its own: the state of one rollout. */
export interface Denoiser extends AsyncDisposable {
  /** Keys and values of this rollout. Passes write the chunk's slots; plans do the rest. */
  readonly store: SlotStore
  /** Bytes of its buffers, those of the store included. */
  readonly byteSize: number
  /** Computes the cross-attention keys and values of all layers, once per prompt. */
  setPrompt(prompt: PromptEmbedding, signal?: AbortSignal): Promise<void>
  place(placement: ChunkPlacement): void
  /**
   * One pass over the chunk: attends the placed slots and rewrites the chunk's own keys and values. Asking for the output
   * (`into`) changes nothing in the cache.
   */
  pass(pass: DenoisePass): Promise<void>
}

/** A loaded video model: weights and geometry, shared by any number of rollouts. */
export interface VideoModel extends AsyncDisposable {
  readonly name: string
  /** SHA-256 of the weight file, hexadecimal: what marks in videos name. */
  readonly sha256: string
  /**
   * SHA-256, hexadecimal, over the weight file and everything else that the network's output depends on, such as its
   * configuration: a rollout can be resumed with the same one only.
   */
  readonly identity: string
  readonly geometry: ModelGeometry
  readonly prediction: Prediction
  /** Timesteps before the shift and the shift itself, as the model was distilled. */
  readonly defaultSchedule: { readonly steps: readonly number[]; readonly shift: number }
  /**
   * Floating-point operations of one pass with `slots` attended slots: products of matrices, attention included. A clean
   * pass, the default being `denoise`, has no output to compute.
   */
  passFlops(slots: number, kind?: 'denoise' | 'clean'): number
  openDenoiser(options: { readonly capacity: number; readonly signal?: AbortSignal }): Promise<Denoiser>
}
