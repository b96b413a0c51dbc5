import { NodeError, type NodeState, type StateTensor } from '@frameloom/graph'
import { arrayOver, byteSize, bytesPerElement, elementCount, isDtype, type Tensor, tensorOf } from '@frameloom/tensor'

/**
 * The tensors of a checkpoint as the domain's own, over the same memory: a cache of gigabytes is not copied on its way to the
 * device. Read them, do not write into them.
 * @throws NodeError `checkpoint-damaged` where one is not what it says
 */
export function tensorsOf(state: NodeState): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(Object.entries(state.tensors).map(([name, tensor]) => [name, tensorOfState(name, tensor)]))
}

function tensorOfState(name: string, { dtype, shape, data }: StateTensor): Tensor {
  if (!isDtype(dtype)) throw damaged(name, `has the unknown dtype '${dtype}'`)
  const expected = byteSize(dtype, shape)
  if (data.byteLength !== expected) throw damaged(name, `holds ${data.byteLength} bytes, expected ${expected}`)
  const { buffer, byteOffset } = data.byteOffset % bytesPerElement(dtype) === 0 ? data : aligned(data)
  return tensorOf(dtype, shape, arrayOver(dtype, { buffer, byteOffset, length: elementCount(shape) }))
}

/** A copy that begins where every element type may begin. */
const aligned = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength).slice()

function damaged(name: string, what: string): NodeError {
  return new NodeError(
    'checkpoint-damaged',
    `Tensor '${name}' of the checkpoint ${what}: resume from another checkpoint.`,
  )
}
