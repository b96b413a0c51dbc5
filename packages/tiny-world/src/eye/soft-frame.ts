import type { PixelFrame } from '@frameloom/tensor'

/**
 * Units over which the edges of pictures and of what they are compared with are spread: a character that is drawn softly is
 * then as near to its outline as a sharp one.
 */
export const SOFTNESS = 2

/** Means over squares of SOFTNESS units. */
export function softened({ width, height, data }: PixelFrame): PixelFrame {
  const reach = Math.round(((SOFTNESS * height) / 64 - 1) / 2)
  const rows = meanAlong(data, { lines: height, stride: 3 * width, count: width, step: 3, reach })
  return { width, height, data: meanAlong(rows, { lines: width, stride: 3, count: height, step: 3 * width, reach }) }
}

interface Lines {
  readonly lines: number
  /** From line to line. */
  readonly stride: number
  /** Values of a line. */
  readonly count: number
  /** From value to value. */
  readonly step: number
  /** Neighbours on each side that a mean is over. */
  readonly reach: number
}

/** Means along every line, channel by channel; at a line's ends over what there is. */
function meanAlong(values: Uint8Array, { lines, stride, count, step, reach }: Lines): Uint8Array {
  const means = new Uint8Array(values.length)
  for (let line = 0; line < lines; line++) {
    for (let channel = 0; channel < 3; channel++) {
      const start = line * stride + channel
      let [sum, from, to] = [0, 0, 0]
      for (let i = 0; i < count; i++) {
        for (; to < Math.min(count, i + reach + 1); to++) sum += values[start + to * step] ?? 0
        for (; from < i - reach; from++) sum -= values[start + from * step] ?? 0
        means[start + i * step] = Math.round(sum / (to - from))
      }
    }
  }
  return means
}
