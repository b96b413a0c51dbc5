import { checkParameters, type Parameter, type SafetensorsFile } from '@frameloom/weights'
import { LATENT_CHANNELS } from '../geometry.js'
import { WanError } from '../wan-error.js'
import { FRAMES_PER_LATENT, PIXELS_PER_CELL } from './decoder-geometry.js'

/** One layer of an encoder, under its number in the file, `encoder.<number>`. */
export type EncoderLayer = { readonly number: number } & (
  | { readonly kind: 'relu' }
  /** 3 x 3; stride 2 halves the sides. */
  | {
      readonly kind: 'convolution'
      readonly from: number
      readonly to: number
      readonly stride: 1 | 2
      readonly bias: boolean
    }
  /** A 1 x 1 convolution that makes one frame of `frames`, which lie on its input's channels, the earliest first. */
  | { readonly kind: 'pool'; readonly width: number; readonly frames: number }
  | { readonly kind: 'memory'; readonly width: number }
)

/** What the weights of an encoder of the TAEHV kind say about it. */
export interface EncoderGeometry {
  /** Pixels along each side that become channels before the first layer. */
  readonly unshuffle: number
  readonly layers: readonly EncoderLayer[]
}

/** The only layer without parameters: the activation behind the first convolution. */
const RELU = 1

/** The part of a file that belongs to the encoder: a decoder may lie beside it. */
export function encoderWeights(file: SafetensorsFile): SafetensorsFile {
  return { ...file, tensors: new Map([...file.tensors].filter(([name]) => name.startsWith('encoder.'))) }
}

/**
 * Reads the layers from the weights: a layer's parameter names say its kind, its shapes the widths. The first convolution
 * reads 3 channels for each of 1, 2 x 2, 4 x 4 or 8 x 8 pixels, and what is left of 8 x 8 is halved by the last
 * convolutions without a bias. This covers TAEHV for Wan 2.1 (three halvings) and its patched relatives.
 * @throws WanError `encoder-invalid` where layers do not follow one another; WeightsError `parameters-mismatch`
 */
export function encoderGeometry(file: SafetensorsFile): EncoderGeometry {
  const channels = file.tensors.get('encoder.0.weight')?.shape[1] ?? 0
  const unshuffle = Math.sqrt(channels / 3)
  const halvings = Math.log2(PIXELS_PER_CELL / unshuffle)
  if (!Number.isInteger(halvings) || halvings < 0) {
    throw invalid(file, `encoder.0.weight reads ${channels} channels, but 3, 12, 48 or 192 are expected`)
  }
  const layers = strided(readLayers(file), halvings)
  requireContract(file, layers, halvings)
  checkParameters(file, expectedParameters(layers))
  return { unshuffle, layers }
}

function readLayers(file: SafetensorsFile): EncoderLayer[] {
  const numbers = [...file.tensors.keys()].map((name) => Number(name.split('.')[1]))
  const last = Math.max(...numbers.filter(Number.isSafeInteger))
  let width = 0
  return Array.from({ length: last + 1 }, (_, number) => {
    const layer = readLayer(file, number, width)
    if (layer.kind === 'convolution') width = layer.to
    return layer
  })
}

function readLayer(file: SafetensorsFile, number: number, width: number): EncoderLayer {
  const shape = (name: string) => file.tensors.get(`encoder.${number}.${name}`)?.shape
  if (shape('conv.0.weight')) return { number, kind: 'memory', width }
  const pool = shape('conv.weight')
  if (pool) return { number, kind: 'pool', width, frames: (pool[1] ?? 0) / width }
  const convolution = shape('weight')
  if (convolution) {
    const from = number === 0 ? (convolution[1] ?? 0) : width
    return { number, kind: 'convolution', from, to: convolution[0] ?? 0, stride: 1, bias: shape('bias') !== undefined }
  }
  if (number === RELU) return { number, kind: 'relu' }
  throw invalid(file, `layer encoder.${number} is missing`)
}

function strided(layers: readonly EncoderLayer[], halvings: number): EncoderLayer[] {
  const bare = layers.filter((layer) => layer.kind === 'convolution' && !layer.bias)
  const halving = new Set(bare.slice(bare.length - halvings))
  return layers.map((layer) => (layer.kind === 'convolution' && halving.has(layer) ? { ...layer, stride: 2 } : layer))
}

function requireContract(file: SafetensorsFile, layers: readonly EncoderLayer[], halvings: number): void {
  const halved = layers.filter((layer) => layer.kind === 'convolution' && layer.stride === 2).length
  if (halved < halvings) {
    throw invalid(file, `it halves pictures ${halved} times, but ${halvings} are needed for 8 x 8 pixels per cell`)
  }
  const frames = layers.reduce((product, layer) => (layer.kind === 'pool' ? product * layer.frames : product), 1)
  if (frames !== FRAMES_PER_LATENT) {
    throw invalid(file, `it makes one latent frame of ${frames} pictures, but ${FRAMES_PER_LATENT} are expected`)
  }
  const last = layers.at(-1)
  if (last?.kind === 'convolution' && last.to === LATENT_CHANNELS) return
  throw invalid(file, `its last layer is not a convolution to ${LATENT_CHANNELS} channels`)
}

const expectedParameters = (layers: readonly EncoderLayer[]): Parameter[] => layers.flatMap(parametersOf)

function parametersOf(layer: EncoderLayer): Parameter[] {
  const name = `encoder.${layer.number}`
  const square = (prefix: string, from: number, to: number) => ({
    name: `${prefix}.weight`,
    shape: [to, from, 3, 3],
  })
  const bias = (prefix: string, width: number) => ({ name: `${prefix}.bias`, shape: [width] })
  if (layer.kind === 'convolution') {
    return [square(name, layer.from, layer.to), ...(layer.bias ? [bias(name, layer.to)] : [])]
  }
  if (layer.kind === 'pool') {
    return [{ name: `${name}.conv.weight`, shape: [layer.width, layer.frames * layer.width, 1, 1] }]
  }
  if (layer.kind === 'relu') return []
  const { width } = layer
  return [0, 2, 4].flatMap((i) => [
    square(`${name}.conv.${i}`, i === 0 ? 2 * width : width, width),
    bias(`${name}.conv.${i}`, width),
  ])
}

const invalid = (file: SafetensorsFile, what: string): WanError =>
  new WanError('encoder-invalid', `${file.path} holds no usable encoder: ${what}; give an encoder of the TAEHV kind.`)
