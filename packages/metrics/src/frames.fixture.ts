import type { PixelFrame } from '@frameloom/tensor'
import { Picture } from './picture/picture.js'

export type Rgb = readonly [red: number, green: number, blue: number]

export type Size = Pick<PixelFrame, 'width' | 'height'>

export const SMALL: Size = { width: 48, height: 32 }

/** A frame painted pixel by pixel: with a colour, or a grey level from 0 to 255. */
export function drawn({ width, height }: Size, paint: (x: number, y: number) => Rgb | number): PixelFrame {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = paint(x, y)
      const rgb = typeof colour === 'number' ? [colour, colour, colour] : colour
      data.set(rgb.map(Math.round), (y * width + x) * 3)
    }
  }
  return { width, height, data }
}

export const flat = (colour: Rgb | number, size = SMALL): PixelFrame => drawn(size, () => colour)

/** A smooth landscape without end and without period, between 58 and 198, at any place. */
export const landscape = (x: number, y: number): number =>
  128 + 30 * Math.sin(x / 3.1) + 20 * Math.sin(x / 7.7 + 1) + 20 * Math.sin(y / 4.3 + x / 23)

export function pictureOf(frame: PixelFrame): Picture {
  const picture = new Picture(frame)
  picture.load(frame.data)
  return picture
}

/** Frames of a video in chunks of `length`. */
export function chunksOf(frames: readonly PixelFrame[], length: number): PixelFrame[][] {
  const chunks: PixelFrame[][] = []
  for (let at = 0; at < frames.length; at += length) chunks.push(frames.slice(at, at + length))
  return chunks
}

/** `count` frames, each painted by its index. */
export const video = (count: number, frame: (index: number) => PixelFrame): PixelFrame[] =>
  Array.from({ length: count }, (_, index) => frame(index))
