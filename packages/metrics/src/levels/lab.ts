/** A colour in CIE L*a*b*: lightness, green to red, blue to yellow. */
export type Lab = readonly [lightness: number, a: number, b: number]

/** White of sRGB, D65, in XYZ with Y = 1 (IEC 61966-2-1). */
const WHITE = [0.950456, 1, 1.089058] as const

/** CIE 1976 L*a*b* of an sRGB colour whose channels go from 0 to 255 (IEC 61966-2-1, ISO/CIE 11664-4). */
export function labOf(red: number, green: number, blue: number): Lab {
  const r = linear(red / 255)
  const g = linear(green / 255)
  const b = linear(blue / 255)
  const x = root((0.412391 * r + 0.357584 * g + 0.180481 * b) / WHITE[0])
  const y = root((0.212639 * r + 0.715169 * g + 0.072192 * b) / WHITE[1])
  const z = root((0.019331 * r + 0.119195 * g + 0.950532 * b) / WHITE[2])
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** Colour difference CIE 1976: the distance in L*a*b*. People notice it from about 2.3 upwards. */
export function deltaE(one: Lab, other: Lab): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])
}

const linear = (coded: number): number => (coded <= 0.04045 ? coded / 12.92 : ((coded + 0.055) / 1.055) ** 2.4)

const root = (share: number): number =>
  share > (6 / 29) ** 3 ? Math.cbrt(share) : share / (3 * (6 / 29) ** 2) + 4 / 29
