import { parseEntry, type TensorEntry } from './header-entry.js'
import { repeatedKey } from './repeated-key.js'
import { WeightsError } from './weights-error.js'

export interface Header {
  readonly tensors: ReadonlyMap<string, TensorEntry>
  readonly metadata: Readonly<Record<string, string>>
}

const METADATA = '__metadata__'

/**
 * Reads the JSON header of a safetensors file. Trusts nothing: every tensor must have a known element type, the length
 * of
 * its shape, and its own bytes, and the tensors must fill the file from the header to its end.
 * Format: https://huggingface.co/docs/safetensors (JSON entries `{dtype, shape, data_offsets}`).
 * @throws WeightsError, see its codes
 */
export function parseHeader(bytes: Uint8Array, file: { readonly path: string; readonly size: number }): Header {
  const { path } = file
  const entries = parseObject(bytes, path)
  const dataStart = 8 + bytes.length
  const tensors = new Map<string, TensorEntry>()
  let metadata: Record<string, string> = {}
  for (const [name, value] of Object.entries(entries)) {
    if (name === METADATA) metadata = parseMetadata(value, path)
    else tensors.set(name, parseEntry(value, { path, name, dataStart }))
  }
  requireWholeCover(tensors, { ...file, dataStart })
  return { tensors, metadata }
}

function parseObject(bytes: Uint8Array, path: string): Readonly<Record<string, unknown>> {
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(text)
  } catch (cause) {
    throw new WeightsError(
      'header-json',
      `The header of ${path} (${bytes.length} bytes) is not valid JSON; the file is damaged or not a safetensors file: fetch it again.`,
      { cause },
    )
  }
  if (!isRecord(value)) {
    throw new WeightsError(
      'header-json',
      `The header of ${path} is JSON but not an object of tensors; the file is not a safetensors file: give one that is.`,
    )
  }
  const repeated = repeatedKey(text)
  if (repeated !== undefined) {
    throw new WeightsError(
      'duplicate-name',
      `The header of ${path} holds the name ${JSON.stringify(repeated)} twice, so it is not clear which bytes it means: write the file again with names that differ.`,
    )
  }
  return value
}

function parseMetadata(value: unknown, path: string): Record<string, string> {
  if (isRecord(value)) {
    const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    if (texts.length === Object.keys(value).length) return Object.fromEntries(texts)
  }
  throw new WeightsError(
    'entry-invalid',
    `${METADATA} of ${path} must be an object whose values are all text; write the file again with text values.`,
  )
}

/**
 * Tensors side by side, no byte used twice, none unused: nothing can hide in the file and nothing is read that is not
 * in it.
 */
function requireWholeCover(
  tensors: ReadonlyMap<string, TensorEntry>,
  { path, size, dataStart }: { readonly path: string; readonly size: number; readonly dataStart: number },
): void {
  const inOrder = [...tensors].sort(([, a], [, b]) => a.offset - b.offset || a.byteLength - b.byteLength)
  let end = dataStart
  let before = 'the header'
  for (const [name, { offset, byteLength }] of inOrder) {
    if (offset !== end) {
      throw new WeightsError(
        'offsets-invalid',
        `Tensor ${JSON.stringify(name)} of ${path} begins at byte ${offset}, ${offset < end ? 'inside' : 'not right after'} ${before}, which ends at byte ${end}: write the file again with tensors side by side.`,
      )
    }
    end = offset + byteLength
    before = `tensor ${JSON.stringify(name)}`
    if (end > size) {
      throw new WeightsError(
        'truncated',
        `Tensor ${JSON.stringify(name)} of ${path} ends at byte ${end}, but the file has ${size} bytes: it was cut short, fetch it again.`,
      )
    }
  }
  if (end !== size) {
    throw new WeightsError(
      'offsets-invalid',
      `The tensors of ${path} end at byte ${end}, but the file has ${size} bytes: bytes that belong to no tensor are refused, write the file again.`,
    )
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
