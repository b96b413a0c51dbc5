import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { bytesPerElement, byteSize, elementCount, formatShape, type Tensor } from '@frameloom/tensor'
import { formatName } from './element-type.js'
import { WeightsError } from './weights-error.js'

/**
 * Writes tensors so that the same tensors always give the same bytes: widest elements first, then by name, which keeps every
 * tensor aligned; the header is padded to 8 bytes. The file appears whole or not at all.
 * @throws WeightsError `unwritable` with the system's reason (a full disk, a missing folder), nothing is left behind then;
 * `length-mismatch` where a tensor's data is not of its shape
 */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const ordered = canonicalOrder(tensors)
  const header = encodeHeader(ordered, metadata)
  try {
    await writeWhole(path, [header, ...ordered.map(([, { data }]) => bytesOf(data))])
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new WeightsError(
      'unwritable',
      `${path} could not be written (${reason}): free space or choose another folder.`,
      { cause },
    )
  }
}

type NamedTensor = readonly [name: string, tensor: Tensor]

const bytesOf = (data: ArrayBufferView) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

function canonicalOrder(tensors: Readonly<Record<string, Tensor>>): readonly NamedTensor[] {
  const named = Object.entries(tensors)
  for (const [name, { shape, data }] of named) {
    if (data.length !== elementCount(shape)) {
      throw new WeightsError(
        'length-mismatch',
        `Tensor ${JSON.stringify(name)} has ${data.length} elements, but its shape is ${formatShape(shape)}: give a shape that fits.`,
      )
    }
  }
  return named.sort(([nameA, a], [nameB, b]) => {
    return bytesPerElement(b.dtype) - bytesPerElement(a.dtype) || (nameA < nameB ? -1 : 1)
  })
}

function encodeHeader(tensors: readonly NamedTensor[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const entries = new Map<string, unknown>()
  const sorted = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1))
  if (sorted.length > 0) entries.set('__metadata__', Object.fromEntries(sorted))
  let end = 0
  for (const [name, { dtype, shape }] of tensors) {
    const begin = end
    end += byteSize(dtype, shape)
    entries.set(name, { dtype: formatName(dtype), shape, data_offsets: [begin, end] })
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)))
  const bytes = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(bytes.length - 8), true)
  bytes.set(json, 8)
  return bytes
}

async function writeWhole(path: string, parts: Iterable<Uint8Array>): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
  const handle = await open(unfinished, 'wx')
  try {
    try {
      for (const part of parts) await handle.writeFile(part)
      // On the disk before the rename, so that a power cut never leaves an empty file under the final name.
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(unfinished, path)
  } catch (cause) {
    await rm(unfinished, { force: true })
    throw cause
  }
}
