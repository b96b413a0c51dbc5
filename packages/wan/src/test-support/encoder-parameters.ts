import type { Parameter } from '@frameloom/weights'

/** Widths of the three stages. */
export type EncoderWidths = readonly [number, number, number]

const plain = (number: number, from: number, to: number) => ({
  name: `encoder.${number}.weight`,
  shape: [to, from, 3, 3],
})
const biased = (number: number, from: number, to: number) => [
  plain(number, from, to),
  { name: `encoder.${number}.bias`, shape: [to] },
]
const pool = (number: number, width: number, frames: number) => ({
  name: `encoder.${number}.conv.weight`,
  shape: [width, frames * width, 1, 1],
})
const memory = (number: number, width: number) =>
  [0, 2, 4].flatMap((i) => [
    { name: `encoder.${number}.conv.${i}.weight`, shape: [width, i === 0 ? 2 * width : width, 3, 3] },
    { name: `encoder.${number}.conv.${i}.bias`, shape: [width] },
  ])

/** The embedded model's encoder: cells of 4 x 4 pixels, and one halving. */
export const patchedEncoder = ([a, b, c]: EncoderWidths): Parameter[] => [
  ...biased(0, 48, a),
  pool(2, a, 2),
  plain(3, a, b),
  ...[4, 5].flatMap((number) => memory(number, b)),
  pool(6, b, 2),
  plain(7, b, c),
  ...[8, 9, 10].flatMap((number) => memory(number, c)),
  ...biased(11, c, 16),
]

/** TAEHV's encoder for Wan 2.1 (taew2_1): single pixels, and three halvings. */
export const taehvEncoder = ([a, b, c]: EncoderWidths): Parameter[] => [
  ...biased(0, 3, a),
  pool(2, a, 2),
  plain(3, a, a),
  ...[4, 5, 6].flatMap((number) => memory(number, a)),
  pool(7, a, 2),
  plain(8, a, b),
  ...[9, 10, 11].flatMap((number) => memory(number, b)),
  pool(12, b, 1),
  plain(13, b, c),
  ...[14, 15, 16].flatMap((number) => memory(number, c)),
  ...biased(17, c, 16),
]
