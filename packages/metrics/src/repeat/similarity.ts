import { covariance, type Thumbnail } from './thumbnail.js'

/** Constants of SSIM for values up to 255: (0.01 * 255)^2 and (0.03 * 255)^2. */
const STEADY_MEAN = 6.5025
const STEADY_VARIANCE = 58.5225

/**
 * Structural similarity of two thumbnails of one size, with all their cells and channels as the only window (Wang et al.,
 * "Image quality assessment: from error visibility to structural similarity", IEEE Trans. Image Processing 13(4), 2004,
 * eq. 13): 1 where they are identical and only there, about 0 for unrelated pictures, below 0 for inverted ones.
 */
export function similarity(one: Thumbnail, other: Thumbnail): number {
  const means = 2 * one.mean * other.mean + STEADY_MEAN
  const squaredMeans = one.mean * one.mean + other.mean * other.mean + STEADY_MEAN
  const shared = 2 * covariance(one, other) + STEADY_VARIANCE
  const variances = one.variance + other.variance + STEADY_VARIANCE
  return (means / squaredMeans) * (shared / variances)
}
