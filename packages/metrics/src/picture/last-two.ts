import type { PixelFrame } from '@frameloom/tensor'
import { MetricsError } from '../metrics-error.js'
import { Picture } from './picture.js'

/** A picture and the one before it. */
export interface Succession {
  readonly picture: Picture
  /** Absent for the first frame of a video. */
  readonly previous: Picture | undefined
}

/** The last two pictures of a stream of frames, in two sets of buffers that take turns. */
export class LastTwo {
  #last: Picture | undefined
  #spare: Picture | undefined

  /** The newest picture; overwritten by the frame after the next. */
  get last(): Picture | undefined {
    return this.#last
  }

  /**
   * Copies the next frame; what was returned for the one before it is no longer valid.
   * @throws MetricsError `frame-invalid`, `frame-size-changed`
   */
  take(frame: PixelFrame): Succession {
    requireFrame(frame, this.#last)
    const picture = this.#spare ?? new Picture(frame)
    const previous = this.#last
    picture.load(frame.data)
    this.#spare = previous
    this.#last = picture
    return { picture, previous }
  }
}

function requireFrame({ width, height, data }: PixelFrame, last: Picture | undefined): void {
  const size = `${width}x${height}`
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new MetricsError('frame-invalid', `A frame to measure is ${size}; give sides of at least one whole pixel.`)
  }
  if (data.length !== width * height * 3) {
    throw new MetricsError(
      'frame-invalid',
      `A frame to measure of ${size} holds ${data.length} bytes; give ${width * height * 3}, three per pixel (RGB, interleaved).`,
    )
  }
  if (last && (last.width !== width || last.height !== height)) {
    throw new MetricsError(
      'frame-size-changed',
      `A frame to measure is ${size}, but those before it were ${last.width}x${last.height}; give every size a meter of its own.`,
    )
  }
}
