import type { Slot } from '../frame.js'
import type { FoldRate, Pooling } from '../strategies/strategy.js'
import type { StoreShape } from './store.js'

/** Guards the division where no token has moved at all, as the released code does. */
const NO_MOTION = 1e-8

/** Working memory of folds, allocated once per store. */
export interface FoldScratch {
  /** Mean of the folded keys or values, [tokens, width]. */
  readonly mean: Float64Array
  /** Rate of every token. */
  readonly rates: Float64Array
}

export const foldScratch = ({ tokensPerSlot, width }: StoreShape): FoldScratch => ({
  mean: new Float64Array(tokensPerSlot * width),
  rates: new Float64Array(tokensPerSlot),
})

/** Writes the mean of `from` slots of `buffer` [slots, tokens, width] to `mean`, repeated at every token for `frame` pooling. */
export function meanOfSlots(
  { mean, buffer, shape }: { readonly mean: Float64Array; readonly buffer: Float32Array; readonly shape: StoreShape },
  from: readonly Slot[],
  pooling: Pooling,
): void {
  const size = mean.length
  mean.fill(0)
  for (const slot of from) {
    for (let i = 0; i < size; i++) mean[i] = (mean[i] ?? 0) + (buffer[slot * size + i] ?? 0)
  }
  const { width, tokensPerSlot } = shape
  if (pooling === 'token') {
    for (let i = 0; i < size; i++) mean[i] = (mean[i] ?? 0) / from.length
    return
  }
  for (let channel = 0; channel < width; channel++) {
    let sum = 0
    for (let i = channel; i < size; i += width) sum += mean[i] ?? 0
    mean[channel] = sum / (from.length * tokensPerSlot)
  }
  for (let token = 1; token < tokensPerSlot; token++) mean.copyWithin(token * width, 0, width)
}

/**
 * Writes the rate of every token. By motion: the L2 distance over the head dim between the evicted and the remembered key,
 * averaged over heads, relative to the farthest token. `remembered` is absent where there is no memory yet, which counts as 0.
 */
export function tokenRates(
  { mean, rates }: FoldScratch,
  rate: FoldRate,
  { remembered, shape }: { readonly remembered: Float32Array | undefined; readonly shape: StoreShape },
): void {
  if (rate.kind === 'uniform') {
    rates.fill(rate.rate)
    return
  }
  const headDim = shape.width / shape.heads
  let farthest = 0
  for (let token = 0; token < shape.tokensPerSlot; token++) {
    let distance = 0
    for (let head = 0; head < shape.heads; head++) {
      const start = token * shape.width + head * headDim
      let squares = 0
      for (let i = start; i < start + headDim; i++) squares += ((mean[i] ?? 0) - (remembered?.[i] ?? 0)) ** 2
      distance += Math.sqrt(squares) / shape.heads
    }
    rates[token] = distance
    farthest = Math.max(farthest, distance)
  }
  for (let token = 0; token < shape.tokensPerSlot; token++) {
    rates[token] = rate.least + ((rates[token] ?? 0) / (farthest + NO_MOTION)) * (rate.most - rate.least)
  }
}

/** `memory` = rate · mean + (1 - rate) · memory, token by token; a `fresh` memory counts as 0. */
export function blendInto(memory: Float32Array, { mean, rates }: FoldScratch, fresh: boolean): void {
  const width = mean.length / rates.length
  for (let i = 0; i < mean.length; i++) {
    const rate = rates[Math.floor(i / width)] ?? 0
    memory[i] = rate * (mean[i] ?? 0) + (fresh ? 0 : (1 - rate) * (memory[i] ?? 0))
  }
}
