import { readdir, readFile, realpath } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { unreadable } from './open-file.js'
import { withParameterNames } from './parameter-name.js'
import { openSafetensors, type SafetensorsFile } from './safetensors-file.js'
import { WeightsError } from './weights-error.js'

/** A folder with a model: its configuration and its weights. */
export interface ModelFolder {
  /** The folder's own name. */
  readonly name: string
  readonly path: string
  /** What config.json holds; not checked yet. */
  readonly config: Readonly<Record<string, unknown>>
  /**
   * The weights, tensors under their parameters' own names. `path` is the real file behind any symbolic link (a Hugging
   * Face
   * snapshot is made of links), because ONNX Runtime refuses links that leave the folder it reads weights from.
   */
  readonly weights: SafetensorsFile
}

const PREFERRED = 'model.safetensors'

/**
 * Opens `config.json` and `model.safetensors`, or the only *.safetensors where no file has that name.
 * @throws WeightsError `folder-invalid`, or what is wrong with the weights
 */
export async function openModelFolder(folder: string): Promise<ModelFolder> {
  const path = resolve(folder)
  const names = await namesIn(path)
  if (!names.includes('config.json')) {
    throw invalid(path, `holds no config.json among its ${names.length} files: give the folder of a model`)
  }
  const config = await readConfig(join(path, 'config.json'))
  const weights = await openSafetensors(await realpath(join(path, weightsName(names, path))))
  return { name: basename(path), path, config, weights: withParameterNames(weights) }
}

async function namesIn(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path)
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

function weightsName(names: readonly string[], path: string): string {
  if (names.includes(PREFERRED)) return PREFERRED
  const index = names.find((name) => name.endsWith('.safetensors.index.json'))
  if (index !== undefined) {
    throw invalid(path, `holds weights in several parts (${index}), which cannot be read: merge them into ${PREFERRED}`)
  }
  const files = names.filter((name) => name.endsWith('.safetensors'))
  const [only, ...others] = files
  if (only === undefined) throw invalid(path, `holds no weights: put ${PREFERRED} beside config.json`)
  if (others.length > 0) {
    throw invalid(path, `holds several weight files (${files.join(', ')}): name the right one ${PREFERRED}`)
  }
  return only
}

async function readConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  let config: unknown
  try {
    config = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw unreadable(path, cause)
    throw new WeightsError(
      'folder-invalid',
      `${path} is not valid JSON (${cause.message}): fix it or fetch it again.`,
      {
        cause,
      },
    )
  }
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) return { ...config }
  throw new WeightsError('folder-invalid', `${path} is JSON but not an object of settings: fetch it again.`)
}

const invalid = (path: string, what: string) => new WeightsError('folder-invalid', `The folder ${path} ${what}.`)
