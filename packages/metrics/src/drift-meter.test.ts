import type { PixelFrame } from '@frameloom/tensor'
import { describe, expect, test } from 'vitest'
import { measureNames } from './chunk-measurements.js'
import { DriftMeter } from './drift-meter.js'
import { chunksOf, drawn, flat, landscape, SMALL, video } from './frames.fixture.js'

/** A camera that turns right by 2 pixels a frame, while the light fades by a code value every other frame. */
const frames = video(120, (index) => drawn(SMALL, (x, y) => landscape(x + 2 * index, y) - index / 2 + 40))

function measured(chunks: readonly (readonly PixelFrame[])[], meter = new DriftMeter()) {
  return chunks.map((chunk) => meter.measure(chunk))
}

describe('a drift meter', () => {
  test('measures a known pan', () => {
    for (const { shiftRightPxPerFrame = NaN } of measured(chunksOf(frames, 12))) {
      // Levels are rounded, and the light fades meanwhile: a tenth of a pixel.
      expect(Math.abs(shiftRightPxPerFrame + 2)).toBeLessThan(0.1)
    }
  })

  test('measures a known fade against the mean of the reference', () => {
    const fading = video(60, (index) => drawn(SMALL, (x, y) => Math.round(landscape(x, y)) - index))
    const chunks = measured(chunksOf(fading, 12), new DriftMeter({ referenceChunks: 2 }))
    // The middle of chunk c is frame 12 c + 5.5; that of the reference, once both its chunks are there, is 11.5.
    const expected = [0, -6, -18, -30, -42]
    for (const [index, drift] of expected.entries()) expect(chunks[index]?.lumaDrift).toBeCloseTo(drift / 255, 6)
    expect(chunks[4]?.contrastDrift).toBeCloseTo(0, 5)
    expect(chunks[4]?.motion).toBeCloseTo(1 / 255, 6)
  })

  test('finds nothing at all in a picture that stands still', () => {
    const last = measured(
      chunksOf(
        video(120, () => flat([90, 120, 60])),
        12,
      ),
    ).at(-1)
    expect(last).toMatchObject({ motion: 0, flickerScore: 1, shiftRightPxPerFrame: 0, boundaryJump: 1, nearRepeat: 1 })
    expect(last).toMatchObject({ loopStrength: 0, clippedShare: 0, sharpness: 0, colourShiftDeltaE: 0 })
    const drifts = measureNames.filter((name) => name.includes('Drift')).map((name) => Math.abs(last?.[name] ?? NaN))
    expect(Math.max(...drifts)).toBeLessThan(1e-12)
  })

  test('sees a seam where a chunk begins with another scene', () => {
    const seams = chunksOf(
      video(36, (index) => drawn(SMALL, (x, y) => landscape(x + index + (index < 24 ? 0 : 500), y))),
      12,
    )
    const [, smooth, torn] = measured(seams).map(({ boundaryJump }) => boundaryJump)
    expect(smooth).toBeCloseTo(1, 0)
    expect(torn).toBeGreaterThan(3)
  })

  test('has every figure once the video is long enough, and none that is not named', () => {
    const chunks = measured(chunksOf(frames, 12))
    expect(Object.keys(chunks.at(-1) ?? {})).toEqual([...measureNames])
    expect(Object.keys(chunks[0] ?? {})).toEqual(measureNames.filter((name) => !/nearRepeat|loop|boundary/.test(name)))
  })

  test('measures chunks of one frame', () => {
    const single = measured(chunksOf(frames.slice(0, 10), 1))
    expect(single[0]?.motion).toBeUndefined()
    expect(single[9]?.motion).toBeGreaterThan(0)
    expect(single[9]).not.toHaveProperty('boundaryJump')
  })

  test('counts no chunk without frames', () => {
    const meter = new DriftMeter()
    expect(meter.measure([])).toEqual({})
    expect(meter.snapshot().chunks).toBe(0)
  })

  test('does not care what becomes of the frames afterwards', () => {
    const meter = new DriftMeter()
    const reused = frames.slice(0, 24).map(({ width, height, data }) => ({ width, height, data: data.slice() }))
    meter.measure(reused.slice(0, 12))
    for (const { data } of reused.slice(0, 12)) data.fill(0)
    expect(meter.measure(reused.slice(12))).toEqual(measured(chunksOf(frames.slice(0, 24), 12))[1])
  })

  test('goes on from a snapshot as if it had never stopped', () => {
    const chunks = chunksOf(frames, 8)
    const whole = measured(chunks)
    for (const split of [0, 1, 7]) {
      const before = new DriftMeter()
      measured(chunks.slice(0, split), before)
      const after = new DriftMeter()
      after.restore(structuredClone(before.snapshot()))
      expect(measured(chunks.slice(split), after)).toEqual(whole.slice(split))
    }
  })

  test('remembers no more after a thousand chunks than after fifty', () => {
    const small = { width: 5, height: 3 }
    const meter = new DriftMeter()
    const sizes: number[] = []
    for (let chunk = 0; chunk < 1000; chunk++) {
      meter.measure([drawn(small, (x, y) => landscape(x + chunk, y))])
      const { tensors, thumbnailChunks } = meter.snapshot()
      sizes[chunk] = thumbnailChunks.length + Object.values(tensors).reduce((sum, { data }) => sum + data.length, 0)
    }
    expect(sizes[999]).toBe(sizes[49])
  })
})

describe('a drift meter refuses', () => {
  test('frames of another size, naming both', () => {
    const meter = new DriftMeter()
    meter.measure([flat(1)])
    expect(() => meter.measure([flat(1, { width: 9, height: 5 })])).toThrow(
      expect.objectContaining({
        code: 'frame-size-changed',
        message: 'A frame to measure is 9x5, but those before it were 48x32; give every size a meter of its own.',
      }),
    )
  })

  test('frames whose bytes do not fit their size', () => {
    const refused = (frame: PixelFrame) =>
      expect(() => new DriftMeter().measure([frame])).toThrow(expect.objectContaining({ code: 'frame-invalid' }))
    refused({ width: 4, height: 4, data: new Uint8Array(47) })
    refused({ width: 0, height: 4, data: new Uint8Array(0) })
    refused({ width: 1.5, height: 2, data: new Uint8Array(9) })
  })

  test('counts that are none', () => {
    for (const count of [0, -1, 1.5, NaN, Infinity]) {
      expect(() => new DriftMeter({ referenceChunks: count })).toThrow(
        expect.objectContaining({ code: 'setting-invalid' }),
      )
      expect(() => new DriftMeter({ repeatGapChunks: count })).toThrow('repeatGapChunks')
    }
  })

  test('a snapshot that is damaged', () => {
    const meter = new DriftMeter()
    meter.measure(frames.slice(0, 3))
    const good = meter.snapshot()
    const damaged = [
      { ...good, references: {} },
      { ...good, thumbnailChunks: [0, 1] },
      { ...good, tensors: { ...good.tensors, lastFrame: { dtype: 'f32', shape: [1], data: new Float32Array(1) } } },
      { ...good, tensors: { lastFrame: good.tensors['lastFrame'] } },
    ] as (typeof good)[]
    for (const snapshot of damaged) {
      expect(() => new DriftMeter().restore(snapshot)).toThrow(expect.objectContaining({ code: 'snapshot-invalid' }))
    }
  })
})
