import type { Picture } from '../picture/picture.js'

/**
 * Colourfulness of Hasler and Suesstrunk ("Measuring colourfulness in natural images", SPIE 5007, 2003): with the opponent
 * colours rg = R - G and yb = (R + G) / 2 - B, the length of their standard deviations plus 0.3 times the length of their
 * means. On the scale of 8-bit code values, where people say "slightly" at 15, "quite" at 59 and "extremely" at 109.
 */
export function colourfulness({ rgb }: Picture): number {
  const pixels = rgb.length / 3
  let rg = 0
  let rgSquares = 0
  let yb = 0
  let ybSquares = 0
  for (let at = 0; at < rgb.length; at += 3) {
    const red = rgb[at] ?? 0
    const green = rgb[at + 1] ?? 0
    const redGreen = red - green
    const twiceYellowBlue = red + green - 2 * (rgb[at + 2] ?? 0)
    rg += redGreen
    rgSquares += redGreen * redGreen
    yb += twiceYellowBlue
    ybSquares += twiceYellowBlue * twiceYellowBlue
  }
  const deviations = variance(rg, rgSquares, pixels) + variance(yb, ybSquares, pixels) / 4
  return Math.sqrt(deviations) + 0.3 * Math.hypot(rg / pixels, yb / pixels / 2)
}

/** Of whole numbers given by their sum and the sum of their squares, so that equal ones give exactly 0. */
const variance = (sum: number, squares: number, count: number): number =>
  Math.max(0, count * squares - sum * sum) / (count * count)
