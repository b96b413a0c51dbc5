/**
 * The sinusoid of a timestep: cosines, then sines, of the timestep times 10000^(-i / n) for i = 0 ... n - 1, n = half
 * of `into`'s length.
 * Computed in 64 bits, as Wan does.
 */
export function timeFeatures(timestep: number, into: Float32Array): void {
  const half = into.length / 2
  for (let i = 0; i < half; i++) {
    const angle = timestep * 10_000 ** (-i / half)
    into[i] = Math.cos(angle)
    into[half + i] = Math.sin(angle)
  }
}
