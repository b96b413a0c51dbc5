import type { Parameter } from '@frameloom/weights'

/** Widths of the three stages, and behind the last. */
export type DecoderWidths = readonly [number, number, number, number]

/**
 * TAEHV's parameters; `shuffle` is the pixels per side that the last convolution gives, `grow` the frames that the
 * file's first growth gives, of which one is used.
 */
export function decoderParameters([a, b, c, d]: DecoderWidths, { shuffle = 1, grow = 1 } = {}): Parameter[] {
  const plain = (name: string, to: number, from: number) => ({ name: `${name}.weight`, shape: [to, from, 3, 3] })
  const growth = (layer: number, to: number, from: number) => ({
    name: `decoder.${layer}.conv.weight`,
    shape: [to, from, 1, 1],
  })
  const biased = (name: string, to: number, from: number) => [
    plain(name, to, from),
    { name: `${name}.bias`, shape: [to] },
  ]
  const memories = (first: number, width: number) =>
    [first, first + 1, first + 2].flatMap((layer) =>
      [0, 2, 4].flatMap((i) => biased(`decoder.${layer}.conv.${i}`, width, i === 0 ? 2 * width : width)),
    )
  return [
    ...biased('decoder.1', a, 16),
    ...memories(3, a),
    ...memories(9, b),
    ...memories(15, c),
    growth(7, grow * a, a),
    plain('decoder.8', b, a),
    growth(13, 2 * b, b),
    plain('decoder.14', c, b),
    growth(19, 2 * c, c),
    plain('decoder.20', d, c),
    ...biased('decoder.22', 3 * shuffle ** 2, d),
  ]
}
