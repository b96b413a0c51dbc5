import type * as Koffi from 'koffi'
import {
  type ArgumentValues,
  type Handle,
  ORT_FUNCTIONS,
  ORT_RELEASES,
  ORT_STATUS,
  type ResultValues,
} from './ort-functions.js'
import { RuntimeError } from './runtime-error.js'

type FunctionName = keyof typeof ORT_FUNCTIONS
type ValuesOf<Kinds extends readonly (keyof ArgumentValues)[]> = {
  -readonly [I in keyof Kinds]: ArgumentValues[Kinds[I]]
}
type Arguments<N extends FunctionName> = ValuesOf<(typeof ORT_FUNCTIONS)[N]['args']>
type Result<N extends FunctionName> = ResultValues[(typeof ORT_FUNCTIONS)[N]['out']]

/** A C function: called, it blocks; `later` runs it on libuv's thread pool. Both throw what its status says. */
interface NativeFunction<N extends FunctionName> {
  (...args: Arguments<N>): Result<N>
  later(...args: Arguments<N>): Promise<Result<N>>
}

/** ONNX Runtime's C API, by the names of its own header. */
export type OrtApi = { readonly [N in FunctionName]: NativeFunction<N> } & {
  readonly [N in keyof typeof ORT_RELEASES]: (handle: Handle) => void
}

const ARGUMENT_TYPES: { readonly [K in keyof ArgumentValues]: string } = {
  pointer: 'void *',
  int: 'int',
  size: 'size_t',
  text: 'const char *',
  texts: 'const char **',
  bytes: 'const void *',
  longs: 'int64_t *',
}
const RESULT_TYPES = { pointer: 'void *', int: 'int', size: 'size_t' } as const
const POINTER_BYTES = 8

/** A C function as koffi gives it. */
type KoffiFunction = ReturnType<Koffi.LibraryHandle['func']>

/** Functions of a C struct that holds nothing but function pointers. */
export interface FunctionTable {
  readonly koffi: typeof Koffi
  readonly address: Handle
}

/** The function at a place of such a struct. */
export function functionAt({ koffi, address }: FunctionTable, index: number, type: Koffi.TypeObject): KoffiFunction {
  return koffi.decode(koffi.decode(address, index * POINTER_BYTES, 'void *'), type) as KoffiFunction
}

/** Binds the C functions of an OrtApi struct, of API version 24 or later. */
export function bindOrtApi(table: FunctionTable): OrtApi {
  const { koffi } = table
  const prototype = (result: string, args: readonly (string | ReturnType<typeof koffi.out>)[]) =>
    koffi.proto(result, [...args])
  const errorMessage = functionAt(table, ORT_STATUS.GetErrorMessage, prototype('const char *', ['void *']))
  const releaseStatus = functionAt(table, ORT_STATUS.ReleaseStatus, prototype('void', ['void *']))
  /** Arguments of calls under way: koffi holds no reference to the memory it passes on. */
  const underWay = new Set<readonly unknown[]>()

  function check(name: FunctionName, status: Handle | null): void {
    if (status === null) return
    const text = String(errorMessage(status)).trim().replace(/\.+$/, '')
    releaseStatus(status)
    throw new RuntimeError('native-call-failed', { reason: `ONNX Runtime's ${name} failed: ${text}` })
  }

  function bind(name: FunctionName) {
    const { index, args, out } = ORT_FUNCTIONS[name]
    const types = args.map((kind) => ARGUMENT_TYPES[kind])
    if (out === 'none') {
      const native = functionAt(table, index, prototype('void *', types))
      const call = (...values: readonly unknown[]): void => check(name, native(...values) as Handle | null)
      return Object.assign(call, { later: (...values: readonly unknown[]) => settle({ name, native, values }) })
    }
    const place = koffi.out(koffi.pointer(RESULT_TYPES[out]))
    const native = functionAt(table, index, prototype('void *', [...types, place]))
    const call = (...values: readonly unknown[]): unknown => {
      const result: [unknown] = [null]
      check(name, native(...values, result) as Handle | null)
      return result[0]
    }
    const later = async (...values: readonly unknown[]): Promise<unknown> => {
      const result: [unknown] = [null]
      await settle({ name, native, values: [...values, result] })
      return result[0]
    }
    return Object.assign(call, { later })
  }

  function settle(call: { name: FunctionName; native: KoffiFunction; values: readonly unknown[] }): Promise<void> {
    const { name, native, values } = call
    underWay.add(values)
    return new Promise((resolve, reject) => {
      native.async(...values, (failure: Error | null, status: Handle | null) => {
        underWay.delete(values)
        try {
          if (failure) throw failure
          check(name, status)
          resolve()
        } catch (error) {
          reject(error as Error)
        }
      })
    })
  }

  const release = (index: number) => {
    const native = functionAt(table, index, prototype('void', ['void *']))
    return (handle: Handle): void => void native(handle)
  }
  const calls = Object.keys(ORT_FUNCTIONS).map((name) => [name, bind(name as FunctionName)] as const)
  const releases = Object.entries(ORT_RELEASES).map(([name, index]) => [name, release(index)] as const)
  return Object.fromEntries<unknown>([...calls, ...releases]) as OrtApi
}
