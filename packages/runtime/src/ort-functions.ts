/**
 * The functions of ONNX Runtime's C API that Frameloom calls: their place in the OrtApi struct, their arguments, and what
 * they hand out through a last pointer argument. The struct only grows at its end, so a place never changes. Source:
 * onnxruntime_c_api.h of ONNX Runtime 1.30 (API version 29).
 */
export const ORT_FUNCTIONS = {
  CreateEnv: { index: 3, args: ['int', 'text'], out: 'pointer' },

  CreateSessionOptions: { index: 10, args: [], out: 'pointer' },
  SetSessionLogSeverityLevel: { index: 22, args: ['pointer', 'int'], out: 'none' },
  SetSessionGraphOptimizationLevel: { index: 23, args: ['pointer', 'int'], out: 'none' },
  SetIntraOpNumThreads: { index: 24, args: ['pointer', 'int'], out: 'none' },
  AddSessionConfigEntry: { index: 130, args: ['pointer', 'text', 'text'], out: 'none' },

  CreateSessionFromArray: { index: 8, args: ['pointer', 'bytes', 'size', 'pointer'], out: 'pointer' },
  SessionGetInputCount: { index: 30, args: ['pointer'], out: 'size' },
  SessionGetOutputCount: { index: 31, args: ['pointer'], out: 'size' },
  SessionGetInputTypeInfo: { index: 33, args: ['pointer', 'size'], out: 'pointer' },
  SessionGetOutputTypeInfo: { index: 34, args: ['pointer', 'size'], out: 'pointer' },
  SessionGetInputName: { index: 36, args: ['pointer', 'size', 'pointer'], out: 'pointer' },
  SessionGetOutputName: { index: 37, args: ['pointer', 'size', 'pointer'], out: 'pointer' },
  CastTypeInfoToTensorInfo: { index: 55, args: ['pointer'], out: 'pointer' },
  GetTensorElementType: { index: 60, args: ['pointer'], out: 'int' },
  GetDimensionsCount: { index: 61, args: ['pointer'], out: 'size' },
  GetDimensions: { index: 62, args: ['pointer', 'longs', 'size'], out: 'none' },
  GetSymbolicDimensions: { index: 63, args: ['pointer', 'longs', 'size'], out: 'none' },

  CreateMemoryInfo: { index: 68, args: ['text', 'int', 'int', 'int'], out: 'pointer' },
  CreateCpuMemoryInfo: { index: 69, args: ['int', 'int'], out: 'pointer' },
  GetAllocatorWithDefaultOptions: { index: 78, args: [], out: 'pointer' },
  CreateAllocator: { index: 131, args: ['pointer', 'pointer'], out: 'pointer' },
  AllocatorAlloc: { index: 75, args: ['pointer', 'size'], out: 'pointer' },
  AllocatorFree: { index: 76, args: ['pointer', 'pointer'], out: 'none' },
  CreateTensorWithDataAsOrtValue: {
    index: 49,
    args: ['pointer', 'pointer', 'size', 'longs', 'size', 'int'],
    out: 'pointer',
  },
  GetTensorMutableData: { index: 51, args: ['pointer'], out: 'pointer' },

  CreateRunOptions: { index: 39, args: [], out: 'pointer' },
  RunOptionsSetTerminate: { index: 46, args: ['pointer'], out: 'none' },
  RunOptionsUnsetTerminate: { index: 47, args: ['pointer'], out: 'none' },
  CreateIoBinding: { index: 134, args: ['pointer'], out: 'pointer' },
  BindInput: { index: 136, args: ['pointer', 'text', 'pointer'], out: 'none' },
  BindOutput: { index: 137, args: ['pointer', 'text', 'pointer'], out: 'none' },
  RunWithBinding: { index: 133, args: ['pointer', 'pointer', 'pointer'], out: 'none' },

  CreateCUDAProviderOptions: { index: 205, args: [], out: 'pointer' },
  UpdateCUDAProviderOptions: { index: 206, args: ['pointer', 'texts', 'texts', 'size'], out: 'none' },
  SessionOptionsAppendExecutionProvider_CUDA_V2: { index: 204, args: ['pointer', 'pointer'], out: 'none' },
} as const satisfies Readonly<Record<string, OrtFunction>>

/**
 * The functions that free what others created. ReleaseEnv (92) is left out: at exit it can abort after CUDA work, and the
 * environment lives as long as the process.
 */
export const ORT_RELEASES = {
  ReleaseMemoryInfo: 94,
  ReleaseSession: 95,
  ReleaseValue: 96,
  ReleaseRunOptions: 97,
  ReleaseTypeInfo: 98,
  ReleaseSessionOptions: 100,
  ReleaseAllocator: 132,
  ReleaseIoBinding: 135,
  ReleaseCUDAProviderOptions: 208,
} as const

/** The functions that read and free a status, the failure that every other call may return. */
export const ORT_STATUS = { GetErrorMessage: 2, ReleaseStatus: 93 } as const

/** An address in ONNX Runtime's memory, or one that is handed to it. Whoever creates one releases it. */
export type Handle = bigint

/** The JavaScript value that stands for each kind of C argument. A null pointer leaves an optional argument out. */
export interface ArgumentValues {
  readonly pointer: Handle | null
  readonly int: number
  readonly size: number
  readonly text: string
  readonly texts: readonly string[]
  readonly bytes: Uint8Array
  readonly longs: BigInt64Array
}

/** The JavaScript value that stands for each kind of result. */
export interface ResultValues {
  readonly pointer: Handle
  readonly int: number
  readonly size: number
  readonly none: void
}

interface OrtFunction {
  readonly index: number
  readonly args: readonly (keyof ArgumentValues)[]
  readonly out: keyof ResultValues
}
