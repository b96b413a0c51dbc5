import { formatShape, newArray, type Shape, type Tensor, tensorOf, elementCount } from '@frameloom/tensor'
import type { Device } from '../device.js'
import type { DeviceBuffer } from '../device-buffer.js'
import { openSession } from '../inference-session.js'

/** A model with everything one run of it needs. */
export interface OneRun {
  readonly model: Uint8Array
  readonly inputs: Readonly<Record<string, Tensor>>
  /** Tensors of the outputs' dtypes and shapes; their values do not matter. */
  readonly outputs: Readonly<Record<string, Pick<Tensor, 'dtype' | 'shape'>>>
  readonly weightsFolder?: string
}

/**
 * Opens a session, runs it once with these inputs, and closes it.
 * @throws RuntimeError as `openSession` and `Binding.run`
 */
export async function runOnce(device: Device, run: OneRun): Promise<Readonly<Record<string, Tensor>>> {
  const { model, inputs, outputs, weightsFolder } = run
  await using session = await openSession({ device, model, ...(weightsFolder !== undefined && { weightsFolder }) })
  const binding = session.bind()
  const buffers: DeviceBuffer[] = []
  const allocate = ({ dtype, shape }: { readonly dtype: Tensor['dtype']; readonly shape: Shape }) => {
    const buffer = device.allocate(dtype, shape)
    buffers.push(buffer)
    return buffer
  }
  try {
    for (const [name, tensor] of Object.entries(inputs)) {
      const buffer = allocate(tensor)
      await buffer.write(tensor.data)
      binding.input(name, buffer)
    }
    const results = Object.entries(outputs).map(([name, port]) => ({ name, buffer: allocate(port) }))
    for (const { name, buffer } of results) binding.output(name, buffer)
    await binding.run()
    const tensors = results.map(async ({ name, buffer }) => {
      const data = newArray(buffer.dtype, elementCount(buffer.shape))
      await buffer.readInto(data)
      return [name, tensorOf(buffer.dtype, buffer.shape, data)] as const
    })
    return Object.fromEntries(await Promise.all(tensors))
  } finally {
    for (const buffer of buffers) buffer.dispose()
  }
}

/** Largest absolute difference between two tensors of numbers; throws where their shapes differ. */
export function largestDifference(a: Tensor, b: Tensor): number {
  if (a.data.length !== b.data.length) {
    throw new Error(`Tensors of shapes ${formatShape(a.shape)} and ${formatShape(b.shape)} cannot be compared.`)
  }
  let largest = 0
  for (let i = 0; i < a.data.length; i++) {
    const difference = Math.abs(Number(a.data[i]) - Number(b.data[i]))
    largest = difference > largest || Number.isNaN(difference) ? difference : largest
  }
  return largest
}
