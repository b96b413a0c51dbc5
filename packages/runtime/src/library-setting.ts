import { resolve } from 'node:path'
import type { LibraryOptions } from './library.js'

/** The variable that names another build of ONNX Runtime's library, for example one with CUDA beside it. */
export const LIBRARY_SETTING = 'FRAMELOOM_ONNXRUNTIME'

/**
 * The library that the environment names. Whether it can be used is for `openDevice` and `probeDevices` to say.
 * @param variables by name, such as `process.env`; an empty one counts as absent
 */
export function libraryOptions(variables: Readonly<Record<string, string | undefined>>): LibraryOptions {
  const path = variables[LIBRARY_SETTING]
  return path ? { libraryPath: resolve(path) } : {}
}
