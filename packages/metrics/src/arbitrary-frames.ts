import type { PixelFrame } from '@frameloom/tensor'
import fc from 'fast-check'
import type { Size } from './frames.fixture.js'

export interface Bytes {
  readonly min: number
  readonly max: number
}

/** Sizes from one pixel upwards, odd ones among them. */
export const someSize: fc.Arbitrary<Size> = fc.record({
  width: fc.integer({ min: 1, max: 23 }),
  height: fc.integer({ min: 1, max: 19 }),
})

/** A frame of noise with channels in [min, max]. */
export const frameOf = (
  { width, height }: Size,
  { min, max }: Bytes = { min: 0, max: 255 },
): fc.Arbitrary<PixelFrame> =>
  fc
    .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
    .map((data) => ({ width, height, data: data.map((value) => min + (value % (max - min + 1))) }))

export const someFrame = (bytes?: Bytes): fc.Arbitrary<PixelFrame> => someSize.chain((size) => frameOf(size, bytes))

/** Chunks of one to five frames, all of one size. */
export const someVideo: fc.Arbitrary<PixelFrame[][]> = someSize.chain((size) =>
  fc.array(fc.array(frameOf(size), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
)
