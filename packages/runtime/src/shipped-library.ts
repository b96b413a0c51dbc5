import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { LIBRARY_SETTING } from './library-setting.js'
import { RuntimeError } from './runtime-error.js'

/** The version that this package's function table and tests belong to. */
export const ORT_VERSION = '1.30.0'

/** What the onnxruntime-node package carries of that version, by platform and processor. */
const LIBRARIES: Readonly<Record<string, string>> = {
  'linux x64': 'libonnxruntime.so.1',
  'linux arm64': 'libonnxruntime.so.1',
  'darwin arm64': `libonnxruntime.${ORT_VERSION}.dylib`,
  'win32 x64': 'onnxruntime.dll',
  'win32 arm64': 'onnxruntime.dll',
}

/** The machines that the package carries a library for, such as `linux x64`. */
export const supportedMachines: readonly string[] = Object.keys(LIBRARIES)

export interface Machine {
  /** As `process.platform`. */
  readonly platform: string
  /** As `process.arch`. */
  readonly arch: string
}

/**
 * Where the onnxruntime-node package keeps its library for a machine.
 * @throws RuntimeError `library-unusable` where it has none
 */
export function shippedLibraryPath({ platform, arch }: Machine = process): string {
  const file = LIBRARIES[`${platform} ${arch}`]
  if (file === undefined) {
    throw new RuntimeError('library-unusable', {
      reason: `onnxruntime-node ${ORT_VERSION} carries no library for ${platform} ${arch}`,
      cure: `use one of ${supportedMachines.join(', ')}, or name a library with ${LIBRARY_SETTING}`,
    })
  }
  const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json')
  return join(dirname(manifest), 'bin', 'napi-v6', platform, arch, file)
}
