import { byteSize, formatShape, ShapeError, type Dtype, type Shape } from '@frameloom/tensor'
import { dtypeOf, formatNames } from './element-type.js'
import { WeightsError } from './weights-error.js'

/** Where a tensor lies. */
export interface TensorEntry {
  readonly dtype: Dtype
  readonly shape: Shape
  /** Bytes from the start of the file. */
  readonly offset: number
  readonly byteLength: number
}

interface EntryPlace {
  readonly path: string
  readonly name: string
  /** First byte behind the header. */
  readonly dataStart: number
}

/**
 * One tensor of a header, checked by itself.
 * @throws WeightsError `entry-invalid`, `dtype-unknown`, `offsets-invalid` or `length-mismatch`
 */
export function parseEntry(value: unknown, place: EntryPlace): TensorEntry {
  const { dtype, shape, data_offsets: offsets, ...rest } = fields(value, place)
  const unknown = Object.keys(rest)
  if (unknown.length > 0) throw invalid(place, `has the unknown field ${JSON.stringify(unknown[0])}`)
  const known = knownDtype(dtype, place)
  const sizes = wholeNumbers(shape)
  if (sizes === undefined) throw invalid(place, 'has a shape that is not a list of whole numbers from 0 upwards')
  const [begin, end, more] = wholeNumbers(offsets) ?? []
  if (begin === undefined || end === undefined || more !== undefined || end < begin) {
    throw new WeightsError(
      'offsets-invalid',
      `${subject(place)} has data_offsets ${shown(offsets)}, but [begin, end] with 0 <= begin <= end is needed: write the file again.`,
    )
  }
  const byteLength = end - begin
  const expected = bytesOf(known, sizes, place)
  if (byteLength !== expected) {
    throw new WeightsError(
      'length-mismatch',
      `${subject(place)} takes ${byteLength} bytes, but ${known} elements of shape ${formatShape(sizes)} take ${expected}: write the file again.`,
    )
  }
  return { dtype: known, shape: sizes, offset: place.dataStart + begin, byteLength }
}

function fields(value: unknown, place: EntryPlace): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw invalid(place, `is ${shown(value)}`)
}

function knownDtype(name: unknown, place: EntryPlace): Dtype {
  if (typeof name !== 'string') throw invalid(place, `has the dtype ${shown(name)}`)
  const dtype = dtypeOf(name)
  if (dtype !== undefined) return dtype
  throw new WeightsError(
    'dtype-unknown',
    `${subject(place)} has the element type ${shown(name)}, but only ${formatNames.join(', ')} are read: convert the file.`,
  )
}

function bytesOf(dtype: Dtype, shape: Shape, place: EntryPlace): number {
  try {
    return byteSize(dtype, shape)
  } catch (cause) {
    if (!(cause instanceof ShapeError)) throw cause
    throw new WeightsError(
      'length-mismatch',
      `${subject(place)} has the shape ${formatShape(shape).slice(0, 100)}, more elements than a file can hold: write the file again.`,
      { cause },
    )
  }
}

function wholeNumbers(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value)) return undefined
  const items: readonly unknown[] = value
  const numbers = items.filter((item): item is number => Number.isSafeInteger(item) && Number(item) >= 0)
  return numbers.length === items.length ? numbers : undefined
}

const subject = ({ name, path }: EntryPlace) => `Tensor ${JSON.stringify(name)} of ${path}`
const shown = (value: unknown) => (JSON.stringify(value) ?? 'missing').slice(0, 100)
const invalid = (place: EntryPlace, found: string) =>
  new WeightsError(
    'entry-invalid',
    `${subject(place)} ${found}, but an entry is {dtype, shape, data_offsets}: write the file again.`,
  )
