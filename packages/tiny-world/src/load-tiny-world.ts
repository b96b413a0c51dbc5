import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FrameDecoder, PromptEncoder } from '@frameloom/diffusion'
import type { Device } from '@frameloom/runtime'
import { requireShape } from '@frameloom/tensor'
import {
  loadFrameDecoder,
  loadWanModel,
  parseVocabulary,
  promptTable,
  type Vocabulary,
  type WanModel,
} from '@frameloom/wan'
import { openSafetensors, readTensorAsF32 } from '@frameloom/weights'

export interface TinyWorldOptions {
  readonly device: Device
  /** Default: the device's. */
  readonly threads?: number
  readonly signal?: AbortSignal
  /** Where the weights are. Default: those that come with this package; see `tinyWorldFiles`. */
  readonly folder?: string
}

/** The embedded model: a small causal Wan with its own decoder and a closed vocabulary. */
export interface TinyWorld extends AsyncDisposable {
  readonly model: WanModel
  readonly decoder: FrameDecoder
  readonly encoder: PromptEncoder
  readonly vocabulary: Vocabulary
}

/** What a folder of weights holds, beside `config.json` in Wan's form with `latent`, `prediction` and `fps`. */
export const tinyWorldFiles = {
  denoiser: 'model.safetensors',
  decoder: 'decoder.safetensors',
  /** Words, attributes, synonyms, defaults; see `Vocabulary`. */
  vocabulary: 'vocabulary.json',
  /** Tensor `table`, one row per word. */
  table: 'vocabulary.safetensors',
} as const

/**
 * Loads the embedded model.
 * @throws WeightsError, WanError, ShapeError with what is wrong with its files; RuntimeError; the signal's reason
 */
export async function loadTinyWorld({ folder, ...options }: TinyWorldOptions): Promise<TinyWorld> {
  const name = folder === undefined ? 'tiny-world' : basename(folder)
  return loadFolder({ ...options, folder: folder ?? committedWeights() }, name)
}

async function loadFolder(options: TinyWorldOptions & { readonly folder: string }, name: string): Promise<TinyWorld> {
  const { folder } = options
  const model = await loadWanModel(options)
  try {
    const { latent, fps, textDim, textLength } = model.geometry
    const table = await readTensorAsF32(await openSafetensors(join(folder, tinyWorldFiles.table)), 'table')
    const [rows = 0] = table.shape
    requireShape(`The table of ${tinyWorldFiles.table}`, table.shape, [rows, textDim])
    const place = join(folder, tinyWorldFiles.vocabulary)
    const json: unknown = JSON.parse(await readFile(place, 'utf8'))
    const vocabulary = parseVocabulary(json, { place, rows })
    const encoder = promptTable({ name, vocabulary, table, textLength })
    const decoder = await loadFrameDecoder({ ...options, path: join(folder, tinyWorldFiles.decoder), latent, fps })
    return {
      model: { ...model, name },
      decoder: { ...decoder, name: `${name} decoder` },
      encoder,
      vocabulary,
      async [Symbol.asyncDispose]() {
        await decoder[Symbol.asyncDispose]()
        await model[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await model[Symbol.asyncDispose]()
    throw error
  }
}

/** The folder of the weights that come with this package. */
export const committedWeights = (): string => fileURLToPath(new URL('../weights', import.meta.url))
