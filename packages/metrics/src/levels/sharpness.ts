import type { Picture } from '../picture/picture.js'

/**
 * Variance of the Laplacian (kernel 0 1 0, 1 -4 1, 0 1 0) of luma over all pixels that have four neighbours, in squared
 * 8-bit code values (Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000). Blur lowers it,
 * noise and ringing raise it; it also grows with the square of contrast. A picture without inner pixels has 0.
 */
export function sharpness({ luma, width, height }: Picture): number {
  const count = (width - 2) * (height - 2)
  if (width < 3 || height < 3) return 0
  let sum = 0
  let squares = 0
  for (let y = 1; y < height - 1; y++) {
    const end = (y + 1) * width - 1
    for (let at = y * width + 1; at < end; at++) {
      const around = (luma[at - 1] ?? 0) + (luma[at + 1] ?? 0) + (luma[at - width] ?? 0) + (luma[at + width] ?? 0)
      const laplacian = around - 4 * (luma[at] ?? 0)
      sum += laplacian
      squares += laplacian * laplacian
    }
  }
  const mean = sum / count
  return Math.max(0, squares / count - mean * mean)
}
