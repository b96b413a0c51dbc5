import { parseHeader, type Header } from './header.js'
import { openForReading, readFully } from './open-file.js'
import { WeightsError } from './weights-error.js'

/** A safetensors file whose header has been read and checked; tensors stay on disk until they are read. */
export interface SafetensorsFile extends Header {
  readonly path: string
}

/** The format's own limit. */
const MAX_HEADER_BYTES = 100_000_000

/**
 * Reads and checks the header, never the tensors.
 * @throws WeightsError, one sentence for whatever is wrong with the file
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  await using file = await openForReading(path)
  const { size } = await file.handle.stat()
  const prefix = new Uint8Array(8)
  if (size < prefix.length) throw truncated(path, `has ${size} bytes, too few for a header`)
  await readFully(file, prefix, 0)
  const length = Number(new DataView(prefix.buffer).getBigUint64(0, true))
  if (length > MAX_HEADER_BYTES) {
    throw new WeightsError(
      'header-length',
      `The header of ${path} claims ${length} bytes, but at most ${MAX_HEADER_BYTES} are allowed: the file is damaged or not a safetensors file.`,
    )
  }
  if (prefix.length + length > size) {
    throw truncated(path, `claims a header of ${length} bytes, but has ${size} bytes in all`)
  }
  const header = new Uint8Array(length)
  await readFully(file, header, prefix.length)
  return { path, ...parseHeader(header, { path, size }) }
}

const truncated = (path: string, found: string) =>
  new WeightsError('truncated', `${path} ${found}: it was cut short or is not a safetensors file, fetch it again.`)
