import { NodeError, type NodeState, type StateTensor } from '@frameloom/graph'
import { elementCount, isDtype, newArray, type Tensor } from '@frameloom/tensor'

/**
 * The tensors of a checkpoint as the domain's own.
 * @throws NodeError `checkpoint-damaged` where one is not what it says
 */
export function tensorsOf(state: NodeState): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(Object.entries(state.tensors).map(([name, tensor]) => [name, tensorOfState(name, tensor)]))
}

function tensorOfState(name: string, { dtype, shape, data }: StateTensor): Tensor {
  if (!isDtype(dtype)) throw damaged(name, `has the unknown dtype '${dtype}'`)
  const array = newArray(dtype, elementCount(shape))
  if (array.byteLength !== data.byteLength) {
    throw damaged(name, `holds ${data.byteLength} bytes, expected ${array.byteLength}`)
  }
  new Uint8Array(array.buffer).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  return { dtype, shape, data: array } as Tensor
}

function damaged(name: string, what: string): NodeError {
  return new NodeError(
    'checkpoint-damaged',
    `Tensor '${name}' of the checkpoint ${what}: resume from another checkpoint.`,
  )
}
