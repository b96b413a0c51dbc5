import { expect, test } from 'vitest'
import { plainReason } from './plain-reason.js'
import { RuntimeError } from './runtime-error.js'

test('leaves out where in its sources ONNX Runtime failed', () => {
  const text =
    "Non-zero status code returned while running Conv node. Name:'Conv_0' Status Message: " +
    '/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_kernel.h:296 static cudnnContext* ' +
    'onnxruntime::cuda::CudaKernel::RequireCudnnHandle(cudnnHandle_t) [ONNXRuntimeError] : 9 : NOT_IMPLEMENTED : ' +
    'cuDNN is unavailable or disabled for CUDA Execution Provider: dlopen failed for libcudnn.so..'
  expect(plainReason(new Error(text))).toBe(
    "Non-zero status code returned while running Conv node. Name:'Conv_0' Status Message: " +
      'cuDNN is unavailable or disabled for CUDA Execution Provider: dlopen failed for libcudnn.so',
  )
})

test('leaves out the graph that cuDNN was given', () => {
  const text = 'Failed to initialize CUDNN Frontend: no engine with the cudnn frontend json:\n{"context":{}}'
  expect(plainReason(text)).toBe('Failed to initialize CUDNN Frontend: no engine')
})

test('leaves the cure to whoever asks for it', () => {
  const error = new RuntimeError('device-unavailable', { reason: 'Bytes came back changed', cure: 'check its driver' })
  expect(plainReason(error)).toBe('Bytes came back changed')
})
