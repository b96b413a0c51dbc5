import type { Tensor } from '@frameloom/tensor'

/** Channels first, in 64 bits. */
export interface Picture {
  readonly channels: number
  readonly height: number
  readonly width: number
  readonly at: Float64Array
}

export type Weights = Readonly<Record<string, Tensor>>

/** A memory layer over a whole clip. */
export function remember(weights: Weights, name: string, clip: readonly Picture[]): Picture[] {
  return clip.map((x, frame) => {
    const past = clip[frame - 1] ?? map(x, () => 0)
    const both = { ...x, channels: 2 * x.channels, at: Float64Array.of(...x.at, ...past.at) }
    let y = relu(convolve(both, { weights, name: `${name}.0` }))
    y = relu(convolve(y, { weights, name: `${name}.2` }))
    y = convolve(y, { weights, name: `${name}.4` })
    return { ...x, at: y.at.map((value, i) => Math.max(0, value + (x.at[i] ?? 0))) }
  })
}

interface Convolution {
  readonly weights: Weights
  readonly name: string
  readonly stride?: number
}

/** Zeros around the picture; every `stride`th position of every axis. */
export function convolve(
  { channels, height: rows, width: columns, at }: Picture,
  { weights, name, stride = 1 }: Convolution,
): Picture {
  const [height, width] = [rows / stride, columns / stride]
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
              const [row, column] = [y * stride + dy - reach, x * stride + dx - reach]
              if (row < 0 || row >= rows || column < 0 || column >= columns) continue
              const weight = Number(data[((output * channels + channel) * side + dy) * side + dx])
              sum += weight * (at[(channel * rows + row) * columns + column] ?? NaN)
            }
          }
        }
        result[(output * height + y) * width + x] = sum
      }
    }
  }
  return { channels: outputs, height, width, at: result }
}

export const map = (picture: Picture, change: (value: number) => number): Picture => ({
  ...picture,
  at: picture.at.map(change),
})
export const relu = (picture: Picture): Picture => map(picture, (value) => Math.max(0, value))
