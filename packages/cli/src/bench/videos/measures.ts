/** What a measure of the table is called, and which way is better. */
export interface Measure {
  readonly title: string
  readonly better: 'higher' | 'lower' | 'one'
}

/** In the order of the table; names of `VideoScores`. */
export const measures: Readonly<Record<string, Measure>> = {
  identity: { title: 'identity: colour, shape and mark right', better: 'higher' },
  found: { title: 'character found where it stands free', better: 'higher' },
  colourRight: { title: 'colour right (named)', better: 'higher' },
  shapeRight: { title: 'shape right (named)', better: 'higher' },
  biomeRight: { title: 'biome right (named)', better: 'higher' },
  markRight: { title: 'mark right (hidden)', better: 'higher' },
  markConstant: { title: 'mark the same over the first ten seconds (hidden)', better: 'higher' },
  ghost: { title: 'seen while the train hides it', better: 'lower' },
  sizeError: { title: 'size error', better: 'lower' },
  speedRatio: { title: 'speed against the true one', better: 'one' },
  speedRight: { title: 'speed within 20 %', better: 'higher' },
  positionError: { title: 'position error, units', better: 'lower' },
  hourError: { title: 'hour error, share of a day', better: 'lower' },
  ridges: { title: 'ridge line correlation', better: 'higher' },
  landmarks: { title: 'landmarks right', better: 'higher' },
  ridgesOnReturn: { title: 'ridges, camera back', better: 'higher' },
  landmarksOnReturn: { title: 'landmarks, camera back', better: 'higher' },
  exposureError: { title: 'exposure error', better: 'lower' },
  saturationError: { title: 'saturation error', better: 'lower' },
  flickerScore: { title: 'flicker score (VBench)', better: 'higher' },
  motion: { title: 'motion', better: 'higher' },
  boundaryJump: { title: 'seam between chunks', better: 'lower' },
  loopStrength: { title: 'loop strength', better: 'lower' },
  lumaDriftAbsolute: { title: 'brightness drift from its own start', better: 'lower' },
  saturationDriftAbsolute: { title: 'saturation drift from its own start', better: 'lower' },
  colourShiftDeltaE: { title: 'colour shift, dE', better: 'lower' },
}
