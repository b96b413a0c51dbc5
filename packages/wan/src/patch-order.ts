import { latentFrameSize, type LatentShape } from '@frameloom/diffusion'
import type { Patch } from './geometry.js'

/** Where each element of a tensor is found in another that holds the same elements. */
export type Order = Int32Array

/**
 * Orders between latents [frames, channels, height, width] and tokens [frames x rows x columns of patches, channels x
 * patch height x patch width]; tokens go frame by frame, row by row. Wan's two maps differ inside a token: the patch
 * embedding has the channel slowest (`embedded`), the head has it fastest (`restored`).
 */
export function patchOrders(
  latent: LatentShape,
  patch: Patch,
  frames: number,
): { readonly embedded: Order; readonly restored: Order } {
  const { channels, height, width } = latent
  const size = frames * latentFrameSize(latent)
  const cells = patch.height * patch.width
  const embedded = new Int32Array(size)
  const restored = new Int32Array(size)
  for (let element = 0; element < size; element++) {
    const x = element % width
    const y = Math.floor(element / width) % height
    const channel = Math.floor(element / (width * height)) % channels
    const frame = Math.floor(element / (width * height * channels))
    const row = frame * (height / patch.height) + Math.floor(y / patch.height)
    const token = row * (width / patch.width) + Math.floor(x / patch.width)
    const cell = (y % patch.height) * patch.width + (x % patch.width)
    embedded[token * channels * cells + channel * cells + cell] = element
    restored[element] = token * channels * cells + cell * channels + channel
  }
  return { embedded, restored }
}

/** Writes the elements of `source` into `into` in an order of `patchOrders`. */
export function reorder(source: Float32Array, into: Float32Array, order: Order): void {
  for (let i = 0; i < order.length; i++) into[i] = source[order[i] ?? 0] ?? 0
}
