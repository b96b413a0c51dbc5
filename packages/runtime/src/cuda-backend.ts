import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { requireArithmetic } from './arithmetic-check.js'
import type { Backend, BackendOutcome } from './backend.js'
import { CudaMemory } from './cuda-memory.js'
import { cudaSettings, type GpuChoice } from './cuda-settings.js'
import { Device } from './device.js'
import type { OrtLibrary } from './library.js'
import { LIBRARY_SETTING } from './library-setting.js'
import type { Handle } from './ort-functions.js'
import { plainReason } from './plain-reason.js'
import { RuntimeError } from './runtime-error.js'
import { ORT_VERSION } from './shipped-library.js'

/*
 * NVIDIA GPUs, through ONNX Runtime's CUDA execution provider. Written from the C API's documentation and sources; not
 * exercised on a GPU.
 */

/** Files of the CUDA provider; ONNX Runtime looks for them beside its own library. */
const PROVIDER_FILES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so']

/** Of what fails inside of ONNX Runtime: its libraries need those of CUDA 13 at loading, and of cuDNN 9 at the first operator. */
const CURE = 'check that nvidia-smi lists the GPU and that the libraries of CUDA 13 and cuDNN 9 are on LD_LIBRARY_PATH'

/**
 * The CUDA device, if it works: its provider loads, a session opens on it, bytes come back from its memory as they
 * went in, and a convolution and an attention give what they must.
 */
export async function cudaBackend(library: OrtLibrary, choice: GpuChoice): Promise<BackendOutcome> {
  if (process.platform !== 'linux') {
    return {
      works: false,
      reason: `CUDA is not supported on ${process.platform}`,
      cure: 'use the cpu device, or Linux',
    }
  }
  const folder = dirname(library.path)
  const missing = PROVIDER_FILES.filter((file) => !existsSync(join(folder, file)))
  if (missing.length > 0) {
    return {
      works: false,
      reason: `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not in ${folder}`,
      cure:
        `put the files of ONNX Runtime ${ORT_VERSION} there (they are in the NuGet package Microsoft.ML.OnnxRuntime.Gpu.Linux), ` +
        `or let ${LIBRARY_SETTING} name a libonnxruntime.so.1 of that version that has them beside it`,
    }
  }
  try {
    return { works: true, backend: await openCuda(library, choice) }
  } catch (error) {
    return {
      works: false,
      reason: plainReason(error),
      cure: (error instanceof RuntimeError ? error.cure : undefined) ?? CURE,
    }
  }
}

async function openCuda(library: OrtLibrary, choice: GpuChoice): Promise<Backend> {
  const { api } = library
  const cudaOptions = api.CreateCUDAProviderOptions()
  try {
    const settings = cudaSettings(choice)
    const keys = Object.keys(settings)
    api.UpdateCUDAProviderOptions(cudaOptions, keys, Object.values(settings), keys.length)
    const configure = (options: Handle) => {
      api.SessionOptionsAppendExecutionProvider_CUDA_V2(options, cudaOptions)
      // One operator without a CUDA kernel would silently move the cache to main memory and back at every run.
      api.AddSessionConfigEntry(options, 'session.disable_cpu_ep_fallback', '1')
    }
    const memory = new CudaMemory({ library, gpu: choice.gpu, configure })
    const backend: Backend = {
      kind: 'cuda',
      remark: `it computes in ${choice.precision}`,
      memory,
      configure,
      dispose() {
        memory.dispose()
        api.ReleaseCUDAProviderOptions(cudaOptions)
      },
    }
    try {
      memory.requireSound()
      await requireArithmetic(new Device({ backend, library, reason: 'to be checked', threads: 1, spin: false }))
    } catch (error) {
      memory.dispose()
      throw error
    }
    return backend
  } catch (error) {
    api.ReleaseCUDAProviderOptions(cudaOptions)
    throw error
  }
}
