/** Means along one axis of a picture, such as those of its columns. */
export type Profile = Float64Array

/** Shifts are sought up to this share of the axis: beyond it too little of both pictures overlaps. */
const LARGEST_SHARE = 1 / 4

/** A shift counts where it leaves at most this share of the profile's variance unexplained; unrelated profiles leave 2. */
const UNEXPLAINED = 1 / 2

/**
 * By how many pixels the content has moved along one axis between two pictures, positive towards higher indices: block
 * matching of integral projections (Sauer and Schwartz, "Efficient block motion estimation using integral projections",
 * IEEE Trans. CSVT 6(5), 1996) with the whole picture as the block. Minimises the mean squared difference of the overlap,
 * then refines by a parabola through the minimum and its neighbours. 0 where no shift explains the change: a cut, or a
 * picture without structure. Of a scene with several layers it follows the one with the most contrast.
 */
export function shiftBetween(previous: Profile, current: Profile): number {
  const most = Math.floor(current.length * LARGEST_SHARE)
  let best = 0
  let least = unexplained(previous, current, 0)
  for (let shift = 1; shift <= most; shift++) {
    for (const signed of [shift, -shift]) {
      const left = unexplained(previous, current, signed)
      if (left < least) {
        least = left
        best = signed
      }
    }
  }
  if (least > UNEXPLAINED * variance(current)) return 0
  if (best === most || best === -most) return best
  return best + vertex(unexplained(previous, current, best - 1), least, unexplained(previous, current, best + 1))
}

/** Mean squared difference over the pixels that both profiles show when the content has moved by `shift`. */
function unexplained(previous: Profile, current: Profile, shift: number): number {
  const from = Math.max(0, -shift)
  const overlap = current.length - Math.abs(shift)
  let squares = 0
  for (let at = from; at < from + overlap; at++) {
    const difference = (current[at + shift] ?? 0) - (previous[at] ?? 0)
    squares += difference * difference
  }
  return squares / overlap
}

function variance(profile: Profile): number {
  let sum = 0
  for (const value of profile) sum += value
  const mean = sum / profile.length
  let squares = 0
  for (const value of profile) squares += (value - mean) ** 2
  return squares / profile.length
}

/** Where the parabola through (-1, before), (0, least), (1, after) has its minimum: within half a pixel of 0. */
function vertex(before: number, least: number, after: number): number {
  const curvature = before - 2 * least + after
  return curvature > 0 ? (before - after) / (2 * curvature) : 0
}
