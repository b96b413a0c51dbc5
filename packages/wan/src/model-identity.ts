import { createHash } from 'node:crypto'
import type { WanGeometry } from './geometry.js'

/**
 * SHA-256 over the weight file's own and all that `wanGeometry` reads from a config.json: sizes, prediction, timesteps and shift,
 * epsilon, frame rate. What config.json leaves out counts as its default; how it is written does not count.
 */
export function modelIdentity(weights: string, geometry: WanGeometry): string {
  return createHash('sha256')
    .update(`${weights} ${canonical(geometry)}`)
    .digest('hex')
}

const byName = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : 1)

/** JSON whose keys are in alphabetical order. */
const canonical = (value: object): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part instanceof Object && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(byName)) : part,
  )
