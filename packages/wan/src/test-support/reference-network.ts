import type { ChunkPlacement } from '@frameloom/diffusion'
import type { ArrayStore } from '@frameloom/kv-cache'
import type { WanGeometry } from '../geometry.js'
import {
  attend,
  geluTanh,
  layerNorm,
  linear,
  map,
  rmsNorm,
  rowOf,
  rowsOf,
  silu,
  tensor,
  type Rows,
  type Weights,
} from './reference-arithmetic.js'

interface ReferencePass {
  readonly latents: Float32Array
  readonly timestep: number
  readonly context: Rows
  readonly store: ArrayStore
  readonly placement: ChunkPlacement
}

/** Causal Wan from its formulas, in 64 bits, as slow and as plain as can be; only the cache holds 32-bit numbers. */
export class ReferenceNetwork {
  readonly #weights: Weights
  readonly #geometry: WanGeometry

  constructor(weights: Weights, geometry: WanGeometry) {
    this.#weights = weights
    this.#geometry = geometry
  }

  context(prompt: Float32Array): Rows {
    const rows = rowsOf(this.#geometry.textDim, prompt)
    return linear(this.#weights, 'text_embedding.2', geluTanh(linear(this.#weights, 'text_embedding.0', rows)))
  }

  /** The network's output, in the order of `latents`; writes the chunk's keys and values into the store. */
  pass(pass: ReferencePass): Float64Array {
    const { layers, width } = this.#geometry
    const embedded = this.#embedTime(pass.timestep)
    const time = linear(this.#weights, 'time_projection.1', silu(embedded))
    let x = linear(this.#weights, 'patch_embedding', this.#patches(pass.latents))
    for (let layer = 0; layer < layers; layer++) x = this.#layer(x, { ...pass, layer, time })
    const head = tensor(this.#weights, 'head.modulation')
    const row = (index: number) => embedded.at.map((value, i) => value + (head[index * width + i] ?? NaN))
    return this.#unpatched(linear(this.#weights, 'head.head', this.#modulated(x, row(0), row(1))))
  }

  #layer(input: Rows, pass: ReferencePass & { readonly layer: number; readonly time: Rows }): Rows {
    const { heads, epsilon, width } = this.#geometry
    const name = `blocks.${pass.layer}`
    const learned = tensor(this.#weights, `${name}.modulation`)
    const row = (index: number) =>
      Float64Array.from(
        { length: width },
        (_, i) => (learned[index * width + i] ?? NaN) + (pass.time.at[index * width + i] ?? NaN),
      )
    const gated = (x: Rows, change: Rows, gate: Float64Array) =>
      map(x, (value, r, column) => value + (gate[column] ?? NaN) * (change.at[r * width + column] ?? NaN))

    let x = gated(input, this.#selfAttention(this.#modulated(input, row(0), row(1)), pass), row(2))

    const gain = tensor(this.#weights, `${name}.norm3.weight`)
    const offset = tensor(this.#weights, `${name}.norm3.bias`)
    const normed = map(
      layerNorm(x, epsilon),
      (value, _, column) => value * (gain[column] ?? NaN) + (offset[column] ?? NaN),
    )
    const cross = `${name}.cross_attn`
    const prompt = {
      keys: this.#normedMap(pass.context, cross, 'k'),
      values: linear(this.#weights, `${cross}.v`, pass.context),
    }
    const read = linear(this.#weights, `${cross}.o`, attend(heads, this.#normedMap(normed, cross, 'q'), prompt))
    x = map(x, (value, r, column) => value + (read.at[r * width + column] ?? NaN))

    const inner = geluTanh(linear(this.#weights, `${name}.ffn.0`, this.#modulated(x, row(3), row(4))))
    return gated(x, linear(this.#weights, `${name}.ffn.2`, inner), row(5))
  }

  #selfAttention(x: Rows, { layer, store, placement }: ReferencePass & { readonly layer: number }): Rows {
    const { heads, tokensPerFrame, width } = this.#geometry
    const { slots, chunkSlot, positions } = placement
    const name = `blocks.${layer}.self_attn`
    const cache = store.layers[layer]
    if (!cache) throw new RangeError(`The store has no layer ${layer}.`)
    cache.keys.set(this.#normedMap(x, name, 'k').at, chunkSlot * tokensPerFrame * width)
    cache.values.set(linear(this.#weights, `${name}.v`, x).at, chunkSlot * tokensPerFrame * width)
    const attended = slots * tokensPerFrame * width
    const keys = this.#rotated(rowsOf(width, cache.keys.subarray(0, attended)), positions)
    const values = rowsOf(width, cache.values.subarray(0, attended))
    const query = this.#rotated(this.#normedMap(x, name, 'q'), positions.slice(chunkSlot))
    return linear(this.#weights, `${name}.o`, attend(heads, query, { keys, values }))
  }

  #normedMap(x: Rows, name: string, which: 'q' | 'k'): Rows {
    const gain = tensor(this.#weights, `${name}.norm_${which}.weight`)
    return rmsNorm(linear(this.#weights, `${name}.${which}`, x), gain, this.#geometry.epsilon)
  }

  /** Turns each pair (2j, 2j + 1) of a head by its axis's position times 10000^(-j / pairs of the axis). */
  #rotated(x: Rows, positions: readonly number[]): Rows {
    const { headDim, latent, patch, tokensPerFrame } = this.#geometry
    const pairs = headDim / 2
    const space = Math.floor(pairs / 3)
    const time = pairs - 2 * space
    const columns = latent.width / patch.width
    return map(x, (value, row, column) => {
      const token = row % tokensPerFrame
      const pair = Math.floor((column % headDim) / 2)
      let angle = (positions[Math.floor(row / tokensPerFrame)] ?? NaN) * 10_000 ** (-pair / time)
      if (pair >= time) angle = Math.floor(token / columns) * 10_000 ** (-(pair - time) / space)
      if (pair >= time + space) angle = (token % columns) * 10_000 ** (-(pair - time - space) / space)
      const partner = rowOf(x, row)[column % 2 === 0 ? column + 1 : column - 1] ?? NaN
      return value * Math.cos(angle) + (column % 2 === 0 ? -partner : partner) * Math.sin(angle)
    })
  }

  #modulated(x: Rows, shift: Float64Array, scale: Float64Array): Rows {
    return map(
      layerNorm(x, this.#geometry.epsilon),
      (value, _, column) => value * (1 + (scale[column] ?? NaN)) + (shift[column] ?? NaN),
    )
  }

  #embedTime(timestep: number): Rows {
    const half = this.#geometry.timeFeatures / 2
    const angles = Array.from({ length: half }, (_, i) => timestep * 10_000 ** (-i / half))
    const features = rowsOf(2 * half, [...angles.map(Math.cos), ...angles.map(Math.sin)])
    return linear(this.#weights, 'time_embedding.2', silu(linear(this.#weights, 'time_embedding.0', features)))
  }

  #patches(latents: Float32Array): Rows {
    const { patch, patchSize } = this.#geometry
    const at: number[] = []
    this.#eachToken((element) => {
      for (let c = 0; c < 16; c++)
        for (let dy = 0; dy < patch.height; dy++)
          for (let dx = 0; dx < patch.width; dx++) at.push(latents[element(c, dy, dx)] ?? NaN)
    })
    return rowsOf(patchSize, at)
  }

  #unpatched(tokens: Rows): Float64Array {
    const latents = new Float64Array(tokens.at.length)
    const { patch } = this.#geometry
    let next = 0
    this.#eachToken((element) => {
      for (let dy = 0; dy < patch.height; dy++)
        for (let dx = 0; dx < patch.width; dx++)
          for (let c = 0; c < 16; c++) latents[element(c, dy, dx)] = tokens.at[next++] ?? NaN
    })
    return latents
  }

  #eachToken(visit: (element: (channel: number, dy: number, dx: number) => number) => void): void {
    const { chunkFrames, latent, patch } = this.#geometry
    for (let frame = 0; frame < chunkFrames; frame++) {
      for (let y = 0; y < latent.height; y += patch.height) {
        for (let x = 0; x < latent.width; x += patch.width) {
          visit((channel, dy, dx) => ((frame * 16 + channel) * latent.height + y + dy) * latent.width + x + dx)
        }
      }
    }
  }
}
