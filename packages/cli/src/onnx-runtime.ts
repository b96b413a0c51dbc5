import { type LibraryOptions, libraryOptions } from '@frameloom/runtime'

/** The ONNX Runtime that every command computes with. */
export const onnxRuntime = (): LibraryOptions => libraryOptions(process.env)
