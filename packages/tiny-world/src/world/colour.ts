/** Red, green and blue, 0 to 1, gamma-coded as displays get them. */
export type Colour = readonly [red: number, green: number, blue: number]

export const clamp = (value: number, least = 0, most = 1): number => Math.min(most, Math.max(least, value))

/** a (1 - share) + b share. */
export const mix = (a: Colour, b: Colour, share: number): Colour => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
]

/** `colour` under `light`. */
export const lit = (colour: Colour, light: Colour): Colour => [
  colour[0] * light[0],
  colour[1] * light[1],
  colour[2] * light[2],
]
