import { formatShape, sameShape } from '@frameloom/tensor'
import { CacheError } from '../cache-error.js'
import type { StoreShape, StoreSnapshot } from './store.js'

/** Name of a layer's keys or values in a snapshot. */
export const tensorName = (layer: number, part: 'k' | 'v'): string => `cache.${layer}.${part}`

/** @throws CacheError `snapshot-mismatch` naming everything in `snapshot` that does not fit a store of this shape */
export function requireRestorable({ slots, tensors }: StoreSnapshot, shape: StoreShape): void {
  const { layers, capacity, tokensPerSlot, heads, width } = shape
  const problems = slots > capacity ? [`it holds ${slots} slots, expected at most ${capacity}`] : []
  const expected = [slots, tokensPerSlot, heads, width / heads]
  const names = Array.from({ length: layers }, (_, layer) => [tensorName(layer, 'k'), tensorName(layer, 'v')]).flat()
  for (const name of names) {
    const found = tensors[name]
    if (!found) problems.push(`${name} is missing, expected ${formatShape(expected)}`)
    else if (!sameShape(found.shape, expected)) {
      problems.push(`${name} is ${formatShape(found.shape)}, expected ${formatShape(expected)}`)
    }
  }
  const surplus = Object.keys(tensors).filter((name) => !names.includes(name))
  if (surplus.length > 0) problems.push(`${surplus.join(', ')} found, expected ${layers} layers`)
  if (problems.length === 0) return
  throw new CacheError(
    'snapshot-mismatch',
    `The cache snapshot does not fit this model's cache: ${problems.join('; ')}; restore it with the model it was taken from.`,
  )
}
