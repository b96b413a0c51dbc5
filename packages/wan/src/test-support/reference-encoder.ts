import type { PixelFrame } from '@frameloom/tensor'
import { convolve, type Picture, relu, remember, type Weights } from './reference-layers.js'

/** One layer by its description, over a whole clip. */
type Step = (weights: Weights, clip: readonly Picture[]) => Picture[]

const convolution =
  (number: number, stride = 1): Step =>
  (weights, clip) =>
    clip.map((x) => convolve(x, { weights, name: `encoder.${number}`, stride }))
const activation: Step = (_, clip) => clip.map(relu)
const memories =
  (...numbers: number[]): Step =>
  (weights, clip) =>
    numbers.reduce<readonly Picture[]>((x, number) => remember(weights, `encoder.${number}.conv`, x), clip).slice()
const pool =
  (number: number, frames: number): Step =>
  (weights, clip) =>
    Array.from({ length: clip.length / frames }, (_, i) => {
      const group = clip.slice(i * frames, (i + 1) * frames)
      const [first] = group
      if (!first) throw new RangeError('A pool without frames.')
      const at = Float64Array.from(group.flatMap((x) => [...x.at]))
      return convolve({ ...first, channels: frames * first.channels, at }, { weights, name: `encoder.${number}.conv` })
    })

/** The layers of both kinds, written out by hand. */
const STEPS: Readonly<Record<'patched' | 'taehv', readonly Step[]>> = {
  patched: [
    convolution(0),
    activation,
    pool(2, 2),
    convolution(3),
    memories(4, 5),
    pool(6, 2),
    convolution(7, 2),
    memories(8, 9, 10),
    convolution(11),
  ],
  taehv: [
    convolution(0),
    activation,
    pool(2, 2),
    convolution(3, 2),
    memories(4, 5, 6),
    pool(7, 2),
    convolution(8, 2),
    memories(9, 10, 11),
    pool(12, 1),
    convolution(13, 2),
    memories(14, 15, 16),
    convolution(17),
  ],
}

/**
 * An encoder of the TAEHV kind over a whole clip at once, in 64 bits: the check of the streaming graph. The first picture
 * counts four times. Gives [latent frame, 16, height, width] in one list.
 */
export function referenceEncode(
  weights: Weights,
  frames: readonly PixelFrame[],
  kind: keyof typeof STEPS,
): Float64Array {
  const side = kind === 'patched' ? 4 : 1
  const [first] = frames
  const shown = first ? [first, first, first, ...frames] : []
  let clip = shown.map((frame) => unshuffled(frame, side))
  for (const step of STEPS[kind]) clip = step(weights, clip)
  return Float64Array.from(clip.flatMap((x) => [...x.at]))
}

/** Colours 0 to 1, channels first, c * side^2 + dy * side + dx being pixel (dy, dx) of colour c. */
function unshuffled({ width, height, data }: PixelFrame, side: number): Picture {
  const [rows, columns] = [height / side, width / side]
  const at = new Float64Array(width * height * 3)
  for (let i = 0; i < at.length; i++) {
    const [pixel, colour] = [Math.floor(i / 3), i % 3]
    const [y, x] = [Math.floor(pixel / width), pixel % width]
    const channel = colour * side ** 2 + (y % side) * side + (x % side)
    at[(channel * rows + Math.floor(y / side)) * columns + Math.floor(x / side)] = (data[i] ?? NaN) / 255
  }
  return { channels: 3 * side ** 2, height: rows, width: columns, at }
}
