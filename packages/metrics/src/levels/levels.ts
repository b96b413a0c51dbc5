import type { Picture } from '../picture/picture.js'
import { brightness } from './brightness.js'
import { clippedShare } from './clipping.js'
import { colourfulness } from './colourfulness.js'
import { contrast } from './contrast.js'
import { saturation } from './saturation.js'
import { sharpness } from './sharpness.js'

/** A figure of a single picture whose drift is watched. */
export interface Level {
  readonly of: (picture: Picture) => number
  /**
   * Present where drift is a share of the reference (-0.3: three tenths are lost), which counts as at least this much so
   * that the drift of a flat grey start stays finite; one 8-bit code value. Absent where drift is the plain difference.
   */
  readonly leastReference?: number
}

/** The levels: shares of full scale drift by difference, amounts whose scale depends on the scene by share. */
const LEVELS = {
  luma: { of: brightness },
  contrast: { of: contrast, leastReference: 1 / 255 },
  saturation: { of: saturation },
  colourfulness: { of: colourfulness, leastReference: 1 },
  clippedShare: { of: clippedShare },
  sharpness: { of: sharpness, leastReference: 1 },
} satisfies Record<string, Level>

export type LevelName = keyof typeof LEVELS

export const levels: Readonly<Record<LevelName, Level>> = LEVELS

/** In the order in which they are reported. */
export const levelNames: readonly LevelName[] = Object.freeze(Object.keys(LEVELS).filter(isLevelName))

function isLevelName(name: string): name is LevelName {
  return Object.hasOwn(LEVELS, name)
}
