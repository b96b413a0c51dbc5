import type { Prediction } from './video-model.js'

/**
 * Turns the network's output into clean latents, in place: x0 = x - sigma · velocity, each element in f64 and rounded
 * once. An x0 prediction is left as it is.
 */
export function cleanInPlace(
  output: Float32Array,
  {
    latents,
    sigma,
    prediction,
  }: { readonly latents: Float32Array; readonly sigma: number; readonly prediction: Prediction },
): void {
  if (prediction === 'x0') return
  for (let i = 0; i < output.length; i++) output[i] = (latents[i] ?? 0) - sigma * (output[i] ?? 0)
}

/** Writes the latents of the next denoise step: (1 - sigma) · clean + sigma · noise, with the next step's sigma. */
export function renoiseInto(
  into: Float32Array,
  { clean, noise, sigma }: { readonly clean: Float32Array; readonly noise: Float32Array; readonly sigma: number },
): void {
  for (let i = 0; i < into.length; i++) into[i] = (1 - sigma) * (clean[i] ?? 0) + sigma * (noise[i] ?? 0)
}
