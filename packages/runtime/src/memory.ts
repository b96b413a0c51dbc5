import type { Handle } from './ort-functions.js'
import type { Lifetime } from './lifetime.js'
import { RuntimeError } from './runtime-error.js'

/** A stretch of memory that tensors may lie in. */
export interface MemoryBlock {
  readonly address: Handle
  readonly bytes: number
  /** Ends when the owner and every view, binding and run has let go. */
  readonly lifetime: Lifetime
  /** The same memory as JavaScript sees it, where it can. Not as one array: on Node 20 none reaches beyond 2^32 elements. */
  readonly host: HostPlace | undefined
}

/** Where a block begins in an ArrayBuffer. */
export interface HostPlace {
  readonly buffer: ArrayBuffer
  readonly byteOffset: number
}

/** A part of a block, in bytes from its start. */
export interface MemorySpan {
  readonly block: MemoryBlock
  readonly byteOffset: number
}

/** A kind of memory: main memory, or a GPU's. */
export interface MemorySpace {
  /** Whether JavaScript and the CPU see it directly. */
  readonly isHost: boolean
  /** ONNX Runtime's description of it. */
  readonly description: Handle
  /**
   * New memory, all zero.
   * @throws RuntimeError `memory-exhausted`
   */
  allocate(bytes: number): MemoryBlock
  /** Copies bytes in. Blocks the thread; the device's queue decides when. */
  write(into: MemorySpan, source: Uint8Array): void
  /** Copies bytes out. Blocks the thread; the device's queue decides when. */
  read(from: MemorySpan, target: Uint8Array): void
}

/** The refusal of an allocation. @param where names the memory, as the beginning of a sentence */
export function memoryExhausted(where: string, bytes: number, cause: unknown): RuntimeError {
  return new RuntimeError('memory-exhausted', {
    reason: `${where} has no room for a buffer of ${bytes} bytes (${(bytes / 2 ** 30).toFixed(2)} GiB)`,
    cure: 'choose a cache of fewer frames, a smaller picture or model, or end other programs',
    cause,
  })
}
