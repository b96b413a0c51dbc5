import { checkParameters, type Parameter, type SafetensorsFile } from '@frameloom/weights'
import { LATENT_CHANNELS } from '../geometry.js'
import { WanError } from '../wan-error.js'

/** Pixels along each side of one latent cell. */
export const PIXELS_PER_CELL = 8
/** Pixel frames that one latent frame becomes. */
export const FRAMES_PER_LATENT = 4

/** One of the three stages of a decoder: memory layers at one width, then growth in time and space to the next. */
export interface DecoderStage {
  readonly width: number
  /** Numbers of its memory layers. */
  readonly memories: readonly number[]
  /** Number of the layer that makes `frames` frames of each. */
  readonly grow: number
  readonly frames: number
  /** Enlargement of each side behind the growth: 1 or 2. */
  readonly enlarge: number
  /** Number of the convolution to the next width. */
  readonly narrow: number
}

/**
 * What the weights of a decoder of the TAEHV kind say about it; layers have their numbers in the file,
 * `decoder.<number>`.
 */
export interface DecoderGeometry {
  readonly stages: readonly DecoderStage[]
  /** Width behind the last stage. */
  readonly lastWidth: number
  /** Pixels along each side that the last convolution gives per position. */
  readonly shuffle: number
}

const FIRST = 1
const LAST = 22
/** TAEHV for Wan 2.1: where its stages' layers are, and how many frames each makes of one. */
const STAGES = [
  { memories: [3, 4, 5], grow: 7, frames: 1, narrow: 8 },
  { memories: [9, 10, 11], grow: 13, frames: 2, narrow: 14 },
  { memories: [15, 16, 17], grow: 19, frames: 2, narrow: 20 },
] as const

/** The part of a file that belongs to the decoder: an encoder may lie beside it. */
export function decoderWeights(file: SafetensorsFile): SafetensorsFile {
  return { ...file, tensors: new Map([...file.tensors].filter(([name]) => name.startsWith('decoder.'))) }
}

/**
 * Reads the widths from the weights and checks all parameters against them. The last convolution gives 3 channels
 * for each of 1, 2 x 2, 4 x 4 or 8 x 8 pixels; the first stages enlarge by what is left of 8 x 8.
 * @throws WanError `decoder-invalid` where the widths cannot be read; WeightsError `parameters-mismatch`
 */
export function decoderGeometry(file: SafetensorsFile): DecoderGeometry {
  const outputs = (layer: number) => outputChannels(file, layer)
  const shuffle = Math.sqrt(outputs(LAST) / 3)
  const doublings = Math.log2(PIXELS_PER_CELL / shuffle)
  if (!Number.isInteger(doublings) || doublings < 0 || doublings > STAGES.length) {
    throw new WanError(
      'decoder-invalid',
      `decoder.${LAST}.weight of ${file.path} gives ${outputs(LAST)} channels, but 3, 12, 48 or 192 are expected: give a decoder of the TAEHV kind.`,
    )
  }
  const widths = [FIRST, ...STAGES.map(({ narrow }) => narrow)].map(outputs)
  const geometry: DecoderGeometry = {
    stages: STAGES.map((stage, i) => ({ ...stage, width: widths[i] ?? 0, enlarge: i < doublings ? 2 : 1 })),
    lastWidth: widths.at(-1) ?? 0,
    shuffle,
  }
  checkParameters(
    file,
    decoderParameters(geometry, (stage) => growthChannels(file, stage)),
  )
  return geometry
}

/** Every parameter of a decoder; `growth` gives the channels of a stage's growth: by default those that are used. */
export function decoderParameters(
  { stages, lastWidth, shuffle }: DecoderGeometry,
  growth: (stage: DecoderStage) => number = ({ frames, width }) => frames * width,
): Parameter[] {
  const [{ width: firstWidth } = { width: 0 }] = stages
  return [
    ...convolution(`decoder.${FIRST}`, LATENT_CHANNELS, firstWidth),
    ...stages.flatMap((stage, i) => [
      ...stage.memories.flatMap((layer) => memory(`decoder.${layer}`, stage.width)),
      { name: `decoder.${stage.grow}.conv.weight`, shape: [growth(stage), stage.width, 1, 1] },
      { name: `decoder.${stage.narrow}.weight`, shape: [stages[i + 1]?.width ?? lastWidth, stage.width, 3, 3] },
    ]),
    ...convolution(`decoder.${LAST}`, lastWidth, 3 * shuffle ** 2),
  ]
}

/**
 * A file may hold a growth to more frames than are used: any multiple of the width is fine, the last channels count.
 */
export function growthChannels(file: SafetensorsFile, { grow, width, frames }: DecoderStage): number {
  const channels = file.tensors.get(`decoder.${grow}.conv.weight`)?.shape[0] ?? 0
  return channels >= frames * width && channels % width === 0 ? channels : frames * width
}

function memory(prefix: string, width: number): Parameter[] {
  return [
    ...convolution(`${prefix}.conv.0`, 2 * width, width),
    ...convolution(`${prefix}.conv.2`, width, width),
    ...convolution(`${prefix}.conv.4`, width, width),
  ]
}

function convolution(prefix: string, from: number, to: number): Parameter[] {
  return [
    { name: `${prefix}.weight`, shape: [to, from, 3, 3] },
    { name: `${prefix}.bias`, shape: [to] },
  ]
}

function outputChannels(file: SafetensorsFile, layer: number): number {
  const name = `decoder.${layer}.weight`
  const [channels] = file.tensors.get(name)?.shape ?? []
  if (channels !== undefined && channels > 0) return channels
  throw new WanError(
    'decoder-invalid',
    `${file.path} holds no convolution ${name}, from which a width would follow: give a decoder of the TAEHV kind.`,
  )
}
