import { latentFrameSize, type LatentShape } from '@frameloom/diffusion'
import { PATCH } from './geometry.js'

/** Where each element of a tensor is found in another that holds the same elements. */
export type Order = Int32Array

/**
 * Orders between latents [frames, channels, height, width] and tokens [frames x height / 2 x width / 2, channels x 2 x
 * 2]; tokens
 * go frame by frame, row by row. Wan's two maps differ inside a token: the patch embedding has the channel slowest
 * (`embedded`), the head has it fastest (`restored`).
 */
export function patchOrders(
  latent: LatentShape,
  frames: number,
): { readonly embedded: Order; readonly restored: Order } {
  const { channels, height, width } = latent
  const size = frames * latentFrameSize(latent)
  const corners = PATCH * PATCH
  const embedded = new Int32Array(size)
  const restored = new Int32Array(size)
  for (let element = 0; element < size; element++) {
    const x = element % width
    const y = Math.floor(element / width) % height
    const channel = Math.floor(element / (width * height)) % channels
    const frame = Math.floor(element / (width * height * channels))
    const row = frame * (height / PATCH) + Math.floor(y / PATCH)
    const token = row * (width / PATCH) + Math.floor(x / PATCH)
    const corner = (y % PATCH) * PATCH + (x % PATCH)
    embedded[token * channels * corners + channel * corners + corner] = element
    restored[element] = token * channels * corners + corner * channels + channel
  }
  return { embedded, restored }
}

/** Writes the elements of `source` into `into` in an order of `patchOrders`. */
export function reorder(source: Float32Array, into: Float32Array, order: Order): void {
  for (let i = 0; i < order.length; i++) into[i] = source[order[i] ?? 0] ?? 0
}
