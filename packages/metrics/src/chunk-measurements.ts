import type { ChangeFigures } from './change/change-gauge.js'
import { type LevelName, levelNames } from './levels/levels.js'
import type { RepeatFigures } from './repeat/near-repeat.js'

/**
 * Every figure of a chunk: the levels (see their files), their drift against the first chunks as `lumaDrift` (signed) and
 * `lumaDriftAbsolute`, the CIE 1976 distance of the mean colour from that of the first chunks, and what `ChangeFigures` and
 * `RepeatFigures` hold. A name without a unit is a plain ratio or explained where it is computed.
 */
export type MeasureName =
  | LevelName
  | `${LevelName}Drift`
  | `${LevelName}DriftAbsolute`
  | 'colourShiftDeltaE'
  | keyof ChangeFigures
  | keyof RepeatFigures

/** The figures of one chunk. Absent: not to be measured there, such as motion in the first frame. Always finite. */
export type ChunkMeasurements = Readonly<Partial<Record<MeasureName, number>>>

/** All names, in the order in which a chunk has them. */
export const measureNames: readonly MeasureName[] = Object.freeze([
  ...levelNames.flatMap((name) => [name, `${name}Drift` as const, `${name}DriftAbsolute` as const]),
  'colourShiftDeltaE',
  'flickerScore',
  'motion',
  'shiftRightPxPerFrame',
  'shiftDownPxPerFrame',
  'boundaryJump',
  'nearRepeat',
  'nearRepeatAgeChunks',
  'loopStrength',
])
