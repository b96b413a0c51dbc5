import { access, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import type { FrameDecoder, FrameEncoder, FrameEncoderSource, PromptEncoder } from '@frameloom/diffusion'
import type { Device } from '@frameloom/runtime'
import { requireShape } from '@frameloom/tensor'
import {
  loadFrameDecoder,
  loadFrameEncoder,
  loadWanModel,
  parseVocabulary,
  promptTable,
  type Vocabulary,
  WanError,
  type WanModel,
} from '@frameloom/wan'
import { sceneStart } from './world/scene-start.js'
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
  /**
   * Reads pictures, for videos that start from them. A folder may lack it: then `load` says so. It has scenes where the words
   * are those of the embedded model's world.
   */
  readonly frameEncoder: FrameEncoderSource
  readonly vocabulary: Vocabulary
  /** Of all parameters in memory, the table of words included. */
  readonly byteSize: number
}

/** What a folder of weights holds, beside `config.json` in Wan's form with `latent`, `prediction` and `fps`. */
export const tinyWorldFiles = {
  denoiser: 'model.safetensors',
  decoder: 'decoder.safetensors',
  /** May be absent. */
  frameEncoder: 'encoder.safetensors',
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
  await requireFiles(folder)
  const model = await loadWanModel(options)
  try {
    const { latent, fps, textDim, textLength } = model.geometry
    const table = await readTensorAsF32(await openSafetensors(join(folder, tinyWorldFiles.table)), 'table')
    const [rows = 0] = table.shape
    requireShape(`The table of ${tinyWorldFiles.table}`, table.shape, [rows, textDim])
    const vocabulary = await readVocabulary(folder, rows)
    const world = await embeddedVocabulary()
    const encoder = promptTable({ name, vocabulary, table, textLength })
    const decoder = await loadFrameDecoder({ ...options, path: join(folder, tinyWorldFiles.decoder), latent, fps })
    return {
      model: { ...model, name },
      decoder: { ...decoder, name: `${name} decoder` },
      encoder,
      frameEncoder: {
        name,
        load: (signal) => openFrameEncoder({ ...options, latent, fps, name, signal }),
        // A model with other words was trained on something else, where the world's latents mean nothing.
        ...(isDeepStrictEqual(vocabulary, world) && {
          scene: async (request) => sceneStart(request, { vocabulary, latent }),
        }),
      },
      vocabulary,
      byteSize: model.parameterBytes + decoder.parameterBytes + table.data.byteLength,
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

/** @throws WanError `files-missing` with all that a graph needs beside the denoiser and the folder lacks */
async function requireFiles(folder: string): Promise<void> {
  const needed = [tinyWorldFiles.decoder, tinyWorldFiles.vocabulary, tinyWorldFiles.table]
  const found = await Promise.all(needed.map((file) => exists(join(folder, file))))
  const missing = needed.filter((_, i) => !found[i])
  if (missing.length === 0) return
  throw new WanError(
    'files-missing',
    `The model folder ${folder} lacks ${missing.join(', ')}: beside config.json and ${tinyWorldFiles.denoiser} a graph needs ${needed.join(', ')}; put them there.`,
  )
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

interface FrameEncoderPlace extends Omit<TinyWorldOptions, 'signal'> {
  readonly folder: string
  readonly latent: WanModel['geometry']['latent']
  readonly fps: number
  readonly name: string
  readonly signal: AbortSignal | undefined
}

/** @throws WanError `encoder-missing` */
async function openFrameEncoder({ signal, name, ...options }: FrameEncoderPlace): Promise<FrameEncoder> {
  const path = join(options.folder, tinyWorldFiles.frameEncoder)
  if (!(await exists(path))) {
    throw new WanError(
      'encoder-missing',
      `The model ${name} has no ${tinyWorldFiles.frameEncoder}, so it cannot read pictures: put the file beside its ` +
        `${tinyWorldFiles.decoder}, or start the video from noise.`,
    )
  }
  return { ...(await loadFrameEncoder({ ...options, path, ...(signal && { signal }) })), name: `${name} encoder` }
}

/** The words of a folder's model. @param rows of its table */
async function readVocabulary(folder: string, rows: number): Promise<Vocabulary> {
  const place = join(folder, tinyWorldFiles.vocabulary)
  const json: unknown = await readFile(place, 'utf8')
    .then(JSON.parse)
    .catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      const message = `${place} cannot be read as a vocabulary (${reason}): put the ${tinyWorldFiles.vocabulary} there that belongs to the model.`
      throw new WanError('vocabulary-invalid', message, { cause })
    })
  return parseVocabulary(json, { place, rows })
}

/** The words of the embedded model, which are those of its world. */
export const embeddedVocabulary = (): Promise<Vocabulary> => readVocabulary(committedWeights(), Infinity)

/** The folder of the weights that come with this package. */
export const committedWeights = (): string => fileURLToPath(new URL('../weights', import.meta.url))
