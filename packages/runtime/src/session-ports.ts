import { elementTypeName } from './element-type.js'
import type { OrtLibrary } from './library.js'
import type { Handle } from './ort-functions.js'
import { RuntimeError } from './runtime-error.js'

/** An input or output of a model. */
export interface Port {
  readonly name: string
  /** Element type, by Frameloom's name where it has one. */
  readonly dtype: string
  /** Sizes of the axes; a text names one that may change from run to run, an empty text one without a name. */
  readonly dims: readonly (number | string)[]
}

/**
 * The inputs and outputs of an open session, in the model's order.
 * @throws RuntimeError `model-refused` where one is not a tensor
 */
export function readPorts(library: OrtLibrary, session: Handle): { inputs: readonly Port[]; outputs: readonly Port[] } {
  const { api } = library
  const allocator = api.GetAllocatorWithDefaultOptions()

  function port(nameAddress: Handle, typeInfo: Handle): Port {
    const name = library.textAt(nameAddress)
    api.AllocatorFree(allocator, nameAddress)
    const tensor = api.CastTypeInfoToTensorInfo(typeInfo)
    if (!tensor) {
      api.ReleaseTypeInfo(typeInfo)
      throw new RuntimeError('model-refused', {
        reason: `The input or output '${name}' is not a tensor`,
        cure: 'use models whose inputs and outputs are tensors',
      })
    }
    const rank = Number(api.GetDimensionsCount(tensor))
    const sizes = new BigInt64Array(rank)
    const symbols = new BigInt64Array(rank)
    api.GetDimensions(tensor, sizes, rank)
    api.GetSymbolicDimensions(tensor, symbols, rank)
    const dims = Array.from(sizes, (size, axis) => (size >= 0n ? Number(size) : library.textAt(symbols[axis] ?? 0n)))
    const dtype = elementTypeName(api.GetTensorElementType(tensor))
    api.ReleaseTypeInfo(typeInfo)
    return { name, dtype, dims }
  }

  return {
    inputs: Array.from({ length: Number(api.SessionGetInputCount(session)) }, (_, i) =>
      port(api.SessionGetInputName(session, i, allocator), api.SessionGetInputTypeInfo(session, i)),
    ),
    outputs: Array.from({ length: Number(api.SessionGetOutputCount(session)) }, (_, i) =>
      port(api.SessionGetOutputName(session, i, allocator), api.SessionGetOutputTypeInfo(session, i)),
    ),
  }
}
