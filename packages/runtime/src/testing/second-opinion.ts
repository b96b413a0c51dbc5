import { type Dtype, isDtype, type Tensor, tensorOf } from '@frameloom/tensor'
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import type { OneRun } from './run-once.js'

/** The names that onnxruntime-node gives to element types it can pass in and out. */
const NAMES = {
  f32: 'float32',
  f64: 'float64',
  f16: 'float16',
  i64: 'int64',
  i32: 'int32',
  i8: 'int8',
  u8: 'uint8',
  bool: 'bool',
} as const

/**
 * Runs a model once through onnxruntime-node's own binding, which shares no code with this package: what both say is not
 * an accident of either. It blocks the thread, so it is for tests alone.
 */
export async function secondOpinion(run: Omit<OneRun, 'outputs'>): Promise<Readonly<Record<string, Tensor>>> {
  const { model, inputs, weightsFolder } = run
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    ...(weightsFolder !== undefined && {
      extra: { session: { model_external_initializers_file_folder_path: weightsFolder } },
    }),
  })
  try {
    const feeds = Object.entries(inputs).map(([name, tensor]) => [name, toOrt(tensor)] as const)
    const results = await session.run(Object.fromEntries(feeds))
    return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, fromOrt(value)]))
  } finally {
    await session.release()
  }
}

function toOrt(tensor: Tensor): OrtTensor {
  if (tensor.dtype === 'bf16' || tensor.dtype === 'f8e4m3') {
    throw new Error(`onnxruntime-node cannot pass ${tensor.dtype} in or out; compare another dtype.`)
  }
  return new OrtTensor(NAMES[tensor.dtype], tensor.data, tensor.shape)
}

function fromOrt({ type, dims, data }: OrtTensor): Tensor {
  const dtype = Object.entries(NAMES).find(([, name]) => name === type)?.[0]
  if (dtype === undefined || !isDtype(dtype))
    throw new Error(`onnxruntime-node gave a tensor of ${type}; expected numbers.`)
  return tensorOf<Dtype>(dtype, dims, data as Tensor['data'])
}
