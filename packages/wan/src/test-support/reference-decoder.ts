import type { Tensor } from '@frameloom/tensor'

/** Channels first, in 64 bits. */
interface Picture {
  readonly channels: number
  readonly height: number
  readonly width: number
  readonly at: Float64Array
}

type Weights = Readonly<Record<string, Tensor>>

/**
 * TAEHV's decoder over a whole clip at once, slow and plain, from the description of its layers: the check of the
 * streaming graph.
 * Gives colours 0 to 1 [height, width, 3] per pixel frame; the first three are dropped.
 */
export function referenceDecode(weights: Weights, latents: readonly Picture[], enlarge: readonly number[]): number[][] {
  let clip = latents.map((latent) => map(latent, (value) => 3 * Math.tanh(value / 3)))
  clip = clip.map((x) => relu(convolve(weights, 'decoder.1', x)))
  const stages = [
    { first: 3, frames: 1 },
    { first: 9, frames: 2 },
    { first: 15, frames: 2 },
  ]
  for (const [i, { first, frames }] of stages.entries()) {
    for (const layer of [first, first + 1, first + 2]) clip = remember(weights, `decoder.${layer}.conv`, clip)
    clip = clip
      .map((x) => nearest(x, enlarge[i] ?? 1))
      .flatMap((x) => inTime(convolve(weights, `decoder.${first + 4}.conv`, x), frames, x.channels))
      .map((x) => convolve(weights, `decoder.${first + 5}`, x))
  }
  return clip
    .map((x) => convolve(weights, 'decoder.22', relu(x)))
    .slice(3)
    .map(colours)
}

function remember(weights: Weights, name: string, clip: readonly Picture[]): Picture[] {
  return clip.map((x, frame) => {
    const past = clip[frame - 1] ?? map(x, () => 0)
    const both = { ...x, channels: 2 * x.channels, at: Float64Array.of(...x.at, ...past.at) }
    let y = relu(convolve(weights, `${name}.0`, both))
    y = relu(convolve(weights, `${name}.2`, y))
    y = convolve(weights, `${name}.4`, y)
    return { ...x, at: y.at.map((value, i) => Math.max(0, value + (x.at[i] ?? 0))) }
  })
}

/** Same size, zeros around the picture. */
function convolve(weights: Weights, name: string, { channels, height, width, at }: Picture): Picture {
  const { shape = [], data = [] } = weights[`${name}.weight`] ?? {}
  const bias = weights[`${name}.bias`]?.data
  const [outputs = 0, , side = 0] = shape
  const reach = (side - 1) / 2
  const result = new Float64Array(outputs * height * width)
  for (let output = 0; output < outputs; output++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = Number(bias?.[output] ?? 0)
        for (let channel = 0; channel < channels; channel++) {
          for (let dy = 0; dy < side; dy++) {
            for (let dx = 0; dx < side; dx++) {
              const [row, column] = [y + dy - reach, x + dx - reach]
              if (row < 0 || row >= height || column < 0 || column >= width) continue
              const weight = Number(data[((output * channels + channel) * side + dy) * side + dx])
              sum += weight * (at[(channel * height + row) * width + column] ?? NaN)
            }
          }
        }
        result[(output * height + y) * width + x] = sum
      }
    }
  }
  return { channels: outputs, height, width, at: result }
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

const map = (picture: Picture, change: (value: number) => number): Picture => ({
  ...picture,
  at: picture.at.map(change),
})
const relu = (picture: Picture): Picture => map(picture, (value) => Math.max(0, value))
