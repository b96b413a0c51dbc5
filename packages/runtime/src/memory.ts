import type { Handle } from './ort-functions.js'
import type { Lifetime } from './lifetime.js'

/** A stretch of memory that tensors may lie in. */
export interface MemoryBlock {
  readonly address: Handle
  readonly bytes: number
  /** Ends when the owner and every view, binding and run has let go. */
  readonly lifetime: Lifetime
  /** The same memory as JavaScript sees it, where it can. */
  readonly host: Uint8Array | undefined
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
  /** New memory, all zero. */
  allocate(bytes: number): MemoryBlock
  /** Copies bytes in. Blocks the thread; the device's queue decides when. */
  write(into: MemorySpan, source: Uint8Array): void
  /** Copies bytes out. Blocks the thread; the device's queue decides when. */
  read(from: MemorySpan, target: Uint8Array): void
}
