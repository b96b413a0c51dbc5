import type { ChunkMeasurements } from '@frameloom/metrics'

/** The measures that need no truth and are reported beside those that do. */
const GENERAL = [
  'flickerScore',
  'motion',
  'boundaryJump',
  'loopStrength',
  'lumaDriftAbsolute',
  'saturationDriftAbsolute',
  'colourShiftDeltaE',
] as const

/** Those of a chunk's figures that are reported. */
export const generalScores = (measured: ChunkMeasurements): ChunkMeasurements =>
  Object.fromEntries(GENERAL.flatMap((name) => (measured[name] === undefined ? [] : [[name, measured[name]]])))
