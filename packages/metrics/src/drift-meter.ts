import { type PixelFrame, tensorOf } from '@frameloom/tensor'
import { ChangeGauge } from './change/change-gauge.js'
import type { ChunkMeasurements, MeasureName } from './chunk-measurements.js'
import { ColourShift } from './levels/colour-shift.js'
import { LevelGauge } from './levels/level-gauge.js'
import { type LevelName, levelNames, levels } from './levels/levels.js'
import { frameOfSnapshot, type MeterSnapshot } from './meter-snapshot.js'
import { MetricsError } from './metrics-error.js'
import { LastTwo } from './picture/last-two.js'
import { NearRepeat } from './repeat/near-repeat.js'
import { tensorOfThumbnails, thumbnailsOfTensor } from './repeat/thumbnail-tensor.js'

export interface DriftMeterOptions {
  /** How many chunks at the start are what later ones are compared with; 3 unless told: two seconds of 12 frames each. */
  readonly referenceChunks?: number
  /** How many chunks older a picture must be to count as repeated; 8 unless told. */
  readonly repeatGapChunks?: number
}

/**
 * Measures a video chunk by chunk without any model, in a memory that does not grow with its length. One meter follows one
 * video: give it every chunk once, in order.
 */
export class DriftMeter {
  readonly #referenceChunks: number
  readonly #pictures = new LastTwo()
  readonly #levels: ReadonlyMap<LevelName, LevelGauge>
  readonly #colour = new ColourShift()
  readonly #change = new ChangeGauge()
  readonly #repeat: NearRepeat
  #chunks = 0

  /** @throws MetricsError `setting-invalid` where an option is not a whole number from 1 upwards */
  constructor({ referenceChunks = 3, repeatGapChunks = 8 }: DriftMeterOptions = {}) {
    requireCount('referenceChunks', referenceChunks)
    requireCount('repeatGapChunks', repeatGapChunks)
    this.#referenceChunks = referenceChunks
    this.#levels = new Map(levelNames.map((name) => [name, new LevelGauge(levels[name])]))
    this.#repeat = new NearRepeat(repeatGapChunks)
  }

  /**
   * Measures the next chunk; a chunk without frames has no figures and does not count. Frames are copied where they are
   * needed later.
   * @throws MetricsError `frame-invalid`, `frame-size-changed`
   */
  measure(frames: readonly PixelFrame[]): ChunkMeasurements {
    if (frames.length === 0) return {}
    for (const [index, frame] of frames.entries()) this.#look(frame, index === 0)
    const settling = this.#chunks < this.#referenceChunks
    const measurements: Partial<Record<MeasureName, number>> = {}
    for (const [name, gauge] of this.#levels) {
      const { mean, drift, driftAbsolute } = gauge.finish(settling)
      measurements[name] = mean
      measurements[`${name}Drift` as const] = drift
      measurements[`${name}DriftAbsolute` as const] = driftAbsolute
    }
    measurements.colourShiftDeltaE = this.#colour.finish(settling)
    Object.assign(measurements, this.#change.finish(), this.#repeat.finish(this.#chunks))
    this.#chunks++
    return measurements
  }

  /** Everything the meter remembers, copied. */
  snapshot(): MeterSnapshot {
    const { last } = this.#pictures
    return {
      chunks: this.#chunks,
      references: Object.fromEntries(Array.from(this.#levels, ([name, { reference }]) => [name, reference.state])),
      colour: this.#colour.state,
      insideMotions: [...this.#change.jump.inside],
      thumbnailChunks: this.#repeat.kept.map(({ chunk }) => chunk),
      tensors: last
        ? {
            lastFrame: tensorOf('u8', [last.height, last.width, 3], last.rgb.slice()),
            thumbnails: tensorOfThumbnails(this.#repeat.kept),
          }
        : {},
    }
  }

  /**
   * Goes on where another meter with the same options was; for a meter that has measured nothing.
   * @throws MetricsError `snapshot-invalid`
   */
  restore(snapshot: MeterSnapshot): void {
    const frame = frameOfSnapshot(snapshot)
    if (!frame) return
    this.#repeat.restore(thumbnailsOfTensor(snapshot, frame))
    this.#pictures.take(frame)
    for (const [name, { reference }] of this.#levels) {
      const sum = snapshot.references[name]
      if (!sum) {
        throw new MetricsError(
          'snapshot-invalid',
          `The meter's snapshot has no reference of '${name}': restore one that this version has saved.`,
        )
      }
      reference.restore(sum)
    }
    this.#colour.restore(snapshot.colour)
    this.#change.jump.inside = snapshot.insideMotions
    this.#chunks = snapshot.chunks
  }

  #look(frame: PixelFrame, begins: boolean): void {
    const { picture, previous } = this.#pictures.take(frame)
    for (const gauge of this.#levels.values()) gauge.look(picture)
    this.#colour.look(picture)
    if (previous && begins) this.#change.lookAcross(previous, picture)
    else if (previous) this.#change.lookInside(previous, picture)
    this.#repeat.look(picture, this.#chunks)
  }
}

function requireCount(name: string, count: number): void {
  if (Number.isInteger(count) && count >= 1) return
  throw new MetricsError('setting-invalid', `A drift meter's ${name} is ${count}; give a whole number from 1 upwards.`)
}
