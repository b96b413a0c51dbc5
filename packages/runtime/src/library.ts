import { existsSync } from 'node:fs'
import type * as Koffi from 'koffi'
import { LIBRARY_SETTING } from './library-setting.js'
import { bindOrtApi, functionAt, type FunctionTable, type OrtApi } from './ort-api.js'
import type { Handle } from './ort-functions.js'
import { RuntimeError } from './runtime-error.js'
import { ORT_VERSION, shippedLibraryPath } from './shipped-library.js'

/** ONNX Runtime's library, loaded. It stays loaded until the process ends. */
export interface OrtLibrary {
  readonly api: OrtApi
  readonly path: string
  readonly version: string
  /** ONNX Runtime's environment, one per process by its own design; never released. */
  readonly env: Handle
  /** ONNX Runtime's description of main memory; never released. */
  readonly mainMemory: Handle
  /** Address of a typed array's first element. The caller keeps the array for as long as the address is used. */
  addressOf(array: ArrayBufferView): Handle
  /** The zero-terminated text at an address. */
  textAt(address: Handle): string
  /** Koffi's own object: when that is collected, koffi unloads the library under every function. */
  readonly loaded: Koffi.LibraryHandle
}

/** How to find and load the library; everything has a default. */
export interface LibraryOptions {
  /**
   * Path of another build of the same version, for example one with CUDA beside it. Default: the library inside the
   * onnxruntime-node package.
   */
  readonly libraryPath?: string
  /** Loads the foreign-function library; default koffi. */
  readonly loadFfi?: () => Promise<typeof Koffi>
}

/** A file to load, and whether the caller named it. */
interface LibraryPlace {
  readonly path: string
  readonly isNamed: boolean
}

/** Lowest version of the C API that has all functions in use. */
const API_VERSION = 24
/** Graph optimisation and kernels recurse deeply; koffi's own default for pool threads is 128 KiB. */
const NATIVE_STACK_BYTES = 8 * 2 ** 20
/** OrtAllocatorType and OrtMemType. */
const DEVICE_ALLOCATOR = 0
const DEFAULT_MEMORY = 0
/** OrtLoggingLevel: errors are thrown, so printing them too would say everything twice. */
const LOG_FATAL = 4

/**
 * Every library opened by this process. ONNX Runtime's environment is a process-wide singleton with threads of its own:
 * unloading the library while they run, or while a decoded function is still reachable, crashes. So this one map is
 * module state on purpose, and nothing is ever removed from it.
 */
const opened = new Map<string, OrtLibrary>()

/**
 * Loads ONNX Runtime, once per path.
 * @throws RuntimeError `ffi-unavailable` or `library-unusable`
 */
export async function openLibrary({ libraryPath, loadFfi = importKoffi }: LibraryOptions = {}): Promise<OrtLibrary> {
  const path = libraryPath ?? shippedLibraryPath()
  const place = { path, isNamed: libraryPath !== undefined }
  const koffi = await loadFfi().catch((cause: unknown) => {
    throw new RuntimeError('ffi-unavailable', {
      reason: `The foreign-function library koffi cannot be loaded on ${process.platform} ${process.arch} (${reasonOf(cause)})`,
      cure: 'install again with optional dependencies, which carry its prebuilt binary, or use a platform that koffi supports',
      cause,
    })
  })
  const known = opened.get(path)
  if (known) return known
  if (!existsSync(path)) {
    throw new RuntimeError('library-unusable', {
      reason: `ONNX Runtime's library is not at ${path}`,
      cure: cureOf(place),
    })
  }
  const library = load(koffi, place)
  opened.set(path, library)
  return library
}

function importKoffi(): Promise<typeof Koffi> {
  return import('koffi')
}

function load(koffi: typeof Koffi, place: LibraryPlace): OrtLibrary {
  const { path } = place
  if (koffi.config().async_stack_size !== NATIVE_STACK_BYTES) {
    koffi.config({ sync_stack_size: NATIVE_STACK_BYTES, async_stack_size: NATIVE_STACK_BYTES })
  }
  const { loaded, base } = entryOf(koffi, place)
  const versionText = functionAt(base, 1, koffi.proto('const char *', []))
  const version = String(versionText())
  if (version !== ORT_VERSION) {
    throw new RuntimeError('library-unusable', {
      reason: `ONNX Runtime at ${path} is version ${version}, but ${ORT_VERSION} is needed`,
      cure: cureOf(place),
    })
  }
  const getApi = functionAt(base, 0, koffi.proto('void *', ['uint32_t']))
  const api = bindOrtApi({ koffi, address: getApi(API_VERSION) as Handle })
  return {
    api,
    path,
    version,
    env: api.CreateEnv(LOG_FATAL, 'frameloom'),
    mainMemory: api.CreateCpuMemoryInfo(DEVICE_ALLOCATOR, DEFAULT_MEMORY),
    addressOf: (array) => koffi.address(array),
    textAt: (address) => koffi.decode.string(address),
    loaded,
  }
}

/** The loaded file and its one exported entry. */
function entryOf(koffi: typeof Koffi, place: LibraryPlace): { loaded: Koffi.LibraryHandle; base: FunctionTable } {
  const { path } = place
  try {
    const loaded = koffi.load(path)
    return { loaded, base: { koffi, address: loaded.func('void *OrtGetApiBase()')() as Handle } }
  } catch (cause) {
    throw new RuntimeError('library-unusable', {
      reason: `The file at ${path} cannot be loaded as ONNX Runtime's library (${reasonOf(cause)})`,
      cure: cureOf(place),
      cause,
    })
  }
}

function cureOf({ isNamed }: LibraryPlace): string {
  return isNamed
    ? `let ${LIBRARY_SETTING} name the library file of ONNX Runtime ${ORT_VERSION}, or leave it unset for the one that comes with Frameloom`
    : `install onnxruntime-node ${ORT_VERSION} again, or let ${LIBRARY_SETTING} name a library file of that version`
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
