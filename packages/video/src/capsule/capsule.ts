import { VideoError } from '../video-error.js'

/** A model that took part, named by its content. */
export interface CapsuleModel {
  readonly name: string
  /** 64 hexadecimal digits. */
  readonly sha256: string
}

/** What travels inside a picture or video, so that whoever receives it can make the same frames again. */
export interface Capsule {
  /** The graph document, as a JSON value. This package does not look inside; whoever opens it validates it. */
  readonly document: unknown
  readonly seed: number
  readonly models: readonly CapsuleModel[]
  /** Program and version, such as "Frameloom 0.1.0". */
  readonly createdBy: string
}

const FORMAT = 'frameloom-capsule'

/** A file of another major version is refused, another minor version is read. */
const FORMAT_VERSION = '1.1'

/** Longest capsule that is written or read, in bytes of UTF-8. */
export const LARGEST_CAPSULE = 4 * 1024 * 1024

/** What stands in a video in the place of a document that is too long for it. */
const BESIDE = { document: null, documentBeside: true } as const

const refuse = (message: string, options?: ErrorOptions): VideoError =>
  new VideoError('invalid-capsule', message, options)

/** The capsule as the record that is written: its format named first. */
export function capsuleRecord(capsule: Capsule): Capsule & { readonly format: string; readonly formatVersion: string } {
  const { document, seed, models, createdBy } = capsule
  return { format: FORMAT, formatVersion: FORMAT_VERSION, createdBy, seed, models, document }
}

/**
 * The capsule as JSON text on one line.
 * @throws VideoError invalid-capsule where it is no JSON value or longer than 4 MiB
 */
export function capsuleText(capsule: Capsule): string {
  const text = textOf(capsule)
  const bytes = Buffer.byteLength(text)
  if (bytes <= LARGEST_CAPSULE) return text
  throw refuse(`The capsule to write takes ${bytes} bytes; the limit is ${LARGEST_CAPSULE}, so shorten the document.`)
}

/**
 * The capsule as a video carries it: whole, or where it is longer than 4 MiB with a word that its document is in the sidecar.
 * @throws VideoError invalid-capsule where it is no JSON value
 */
export function carriedText(capsule: Capsule): string {
  const text = textOf(capsule)
  return Buffer.byteLength(text) > LARGEST_CAPSULE ? besideText(capsule) : text
}

/** The capsule as a video carries it that has no room for its document: that is in the sidecar. */
export function besideText(capsule: Capsule): string {
  return JSON.stringify({ ...capsuleRecord(capsule), ...BESIDE })
}

function textOf(capsule: Capsule): string {
  let text: string
  try {
    text = JSON.stringify(capsuleRecord(capsule))
  } catch (error) {
    throw refuse(`The capsule's document cannot be written as JSON (${reason(error)}); give a plain JSON value.`, {
      cause: error,
    })
  }
  const problem = problemOf(capsule)
  if (problem !== undefined) throw refuse(`The capsule to write ${problem}.`)
  return text
}

/** What a file says of its capsule. */
export interface FoundCapsule {
  readonly capsule: Capsule
  /** The document was too long for the file and is in the sidecar. */
  readonly documentBeside: boolean
}

/**
 * The capsule in `text`, which may come from anywhere; `place` names where. A key `__proto__` is left out.
 * @throws VideoError invalid-capsule where it is a broken capsule
 */
export function parseCapsule(text: string, place: string): FoundCapsule {
  let value: unknown
  try {
    value = JSON.parse(text, (key, member: unknown) => (key === '__proto__' ? undefined : member))
  } catch (error) {
    throw refuse(`The text in ${place} is not a capsule (${reason(error)}); take the file from its source again.`, {
      cause: error,
    })
  }
  if (!isRecord(value) || value['format'] !== FORMAT) {
    throw refuse(`The JSON in ${place} is not a capsule; expected an object whose "format" is "${FORMAT}".`)
  }
  const version = value['formatVersion']
  if (typeof version !== 'string' || version.split('.')[0] !== FORMAT_VERSION.split('.')[0]) {
    throw refuse(
      `The capsule in ${place} has the format version ${JSON.stringify(version)}; this program reads ` +
        `${FORMAT_VERSION}, so open it with the program that wrote it.`,
    )
  }
  if (!isCapsule(value))
    throw refuse(`The capsule in ${place} ${problemOf(value)}; take the file from its source again.`)
  const { document, seed, createdBy } = value
  const models = value.models.map(({ name, sha256 }) => ({ name, sha256 }))
  const documentBeside = document === null && value['documentBeside'] === true
  return { capsule: { document, seed, models, createdBy }, documentBeside }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCapsule(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & Capsule {
  return problemOf(value) === undefined
}

/** What is wrong with a capsule, as the end of a sentence that it begins. */
function problemOf(capsule: unknown): string | undefined {
  if (!isRecord(capsule)) return 'is not an object'
  const { document, seed, models, createdBy } = capsule
  if (document === undefined) return 'has no "document"'
  if (!Number.isSafeInteger(seed)) return 'has no whole number as its "seed"'
  if (typeof createdBy !== 'string') return 'has no text as "createdBy"'
  if (!Array.isArray(models)) return 'has no list of "models"'
  const wrong = models.findIndex((model: unknown) => !isModel(model))
  return wrong < 0 ? undefined : `has at models[${wrong}] no "name" with a "sha256" of 64 hexadecimal digits`
}

function isModel(model: unknown): model is CapsuleModel {
  if (!isRecord(model)) return false
  const { name, sha256 } = model
  return typeof name === 'string' && typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256)
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))
