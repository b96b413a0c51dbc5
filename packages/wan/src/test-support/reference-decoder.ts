import { convolve, map, type Picture, relu, remember, type Weights } from './reference-layers.js'

/**
 * TAEHV's decoder over a whole clip at once, slow and plain, from the description of its layers: the check of the
 * streaming graph.
 * Gives colours 0 to 1 [height, width, 3] per pixel frame; the first three are dropped.
 */
export function referenceDecode(weights: Weights, latents: readonly Picture[], enlarge: readonly number[]): number[][] {
  let clip = latents.map((latent) => map(latent, (value) => 3 * Math.tanh(value / 3)))
  clip = clip.map((x) => relu(convolve(x, { weights, name: 'decoder.1' })))
  const stages = [
    { first: 3, frames: 1 },
    { first: 9, frames: 2 },
    { first: 15, frames: 2 },
  ]
  for (const [i, { first, frames }] of stages.entries()) {
    for (const layer of [first, first + 1, first + 2]) clip = remember(weights, `decoder.${layer}.conv`, clip)
    clip = clip
      .map((x) => nearest(x, enlarge[i] ?? 1))
      .flatMap((x) => inTime(convolve(x, { weights, name: `decoder.${first + 4}.conv` }), frames, x.channels))
      .map((x) => convolve(x, { weights, name: `decoder.${first + 5}` }))
  }
  return clip
    .map((x) => convolve(relu(x), { weights, name: 'decoder.22' }))
    .slice(3)
    .map(colours)
}

function nearest(picture: Picture, factor: number): Picture {
  const { channels } = picture
  const [height, width] = [picture.height * factor, picture.width * factor]
  const at = new Float64Array(channels * height * width).map((_, i) => {
    const [x, y, channel] = [i % width, Math.floor(i / width) % height, Math.floor(i / (width * height))]
    const row = channel * picture.height + Math.floor(y / factor)
    return picture.at[row * picture.width + Math.floor(x / factor)] ?? NaN
  })
  return { channels, height, width, at }
}

/** Channels become frames, the last `frames` of them where there are more. */
function inTime(picture: Picture, frames: number, channels: number): Picture[] {
  const size = channels * picture.height * picture.width
  const first = picture.channels / channels - frames
  return Array.from({ length: frames }, (_, i) => ({
    ...picture,
    channels,
    at: picture.at.slice((first + i) * size, (first + i + 1) * size),
  }))
}

/** Channels become pixels (PyTorch's pixel shuffle), then values are clipped and channels put last. */
function colours({ channels, height, width, at }: Picture): number[] {
  const side = Math.sqrt(channels / 3)
  const result: number[] = []
  for (let y = 0; y < height * side; y++) {
    for (let x = 0; x < width * side; x++) {
      for (let colour = 0; colour < 3; colour++) {
        const channel = (colour * side + (y % side)) * side + (x % side)
        const value = at[(channel * height + Math.floor(y / side)) * width + Math.floor(x / side)] ?? NaN
        result.push(Math.min(1, Math.max(0, value)))
      }
    }
  }
  return result
}
