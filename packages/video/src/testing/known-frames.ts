import type { PixelFrame } from '@frameloom/tensor'

export interface FrameShape {
  readonly width: number
  readonly height: number
}

/** Two even halves, top and bottom, in colours that tell a frame from its neighbours by at least 20 levels. */
export function knownFrame(index: number, { width, height }: FrameShape = { width: 64, height: 48 }): PixelFrame {
  const top = [(index * 37) % 256, (index * 67 + 90) % 256, (index * 101 + 30) % 256]
  const data = new Uint8Array(width * height * 3)
  for (let at = 0; at < data.length; at += 1) {
    const level = top[at % 3] ?? 0
    data[at] = at < data.length / 2 ? level : 255 - level
  }
  return { width, height, data }
}

export function knownFrames(first: number, count: number, shape?: FrameShape): PixelFrame[] {
  return Array.from({ length: count }, (_, index) => knownFrame(first + index, shape))
}

/** Average red, green and blue of the upper and of the lower half. */
export function meanColours({ data }: Pick<PixelFrame, 'data'>): number[] {
  const sums = [0, 0, 0, 0, 0, 0]
  data.forEach((level, at) => {
    const channel = (at % 3) + (at < data.length / 2 ? 0 : 3)
    sums[channel] = (sums[channel] ?? 0) + level
  })
  return sums.map((sum) => sum / (data.length / 6))
}
