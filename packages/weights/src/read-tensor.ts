import { bytesPerElement, newArray, tensorOf, toFloat32, type Tensor } from '@frameloom/tensor'
import type { TensorEntry } from './header-entry.js'
import { openForReading, readFully } from './open-file.js'
import type { SafetensorsFile } from './safetensors-file.js'
import { WeightsError } from './weights-error.js'

/**
 * Reads one tensor into host memory of its own.
 * @throws WeightsError `tensor-missing`, `unreadable` or `truncated`
 */
export async function readTensor(file: SafetensorsFile, name: string): Promise<Tensor> {
  const { dtype, shape, offset, byteLength } = entryOf(file, name)
  const data = newArray(dtype, byteLength / bytesPerElement(dtype))
  await using source = await openForReading(file.path)
  await readFully(source, new Uint8Array(data.buffer), offset)
  return tensorOf(dtype, shape, data)
}

/** As `readTensor`, widened (or, from 64 bits, rounded) to 32-bit floats. */
export async function readTensorAsF32(file: SafetensorsFile, name: string): Promise<Tensor<'f32'>> {
  const tensor = await readTensor(file, name)
  return tensorOf('f32', tensor.shape, toFloat32(tensor))
}

/** @throws WeightsError `tensor-missing` with the names that the file holds */
function entryOf(file: SafetensorsFile, name: string): TensorEntry {
  const entry = file.tensors.get(name)
  if (entry !== undefined) return entry
  const names = [...file.tensors.keys()]
  const some = names.slice(0, 5).join(', ')
  throw new WeightsError(
    'tensor-missing',
    `${file.path} holds no tensor ${JSON.stringify(name)} among its ${names.length} (${some}${names.length > 5 ? ', …' : ''}): give the file that has it.`,
  )
}
