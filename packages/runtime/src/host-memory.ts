import { Lifetime } from './lifetime.js'
import type { OrtLibrary } from './library.js'
import { type MemoryBlock, memoryExhausted, type MemorySpace, type MemorySpan } from './memory.js'
import { RuntimeError } from './runtime-error.js'

/** A cache line, and the width of the widest vector registers: what ONNX Runtime's own allocator aligns to. */
const ALIGNMENT = 64

/**
 * Main memory, in ArrayBuffers. They belong to JavaScript and not to ONNX Runtime's allocator, so that an array which
 * somebody kept after `dispose` is empty rather than a window into freed memory.
 */
export function hostMemory(library: OrtLibrary): MemorySpace {
  return {
    isHost: true,
    description: library.mainMemory,
    allocate: (bytes) => allocate(library, bytes),
    write: (into, source) => hostBytes(into, source.length).set(source),
    read: (from, target) => target.set(hostBytes(from, target.length)),
  }
}

function allocate(library: OrtLibrary, bytes: number): MemoryBlock {
  const buffer = newBuffer(bytes)
  const start = library.addressOf(new Uint8Array(buffer, 0, 1))
  const padding = Number(-start & BigInt(ALIGNMENT - 1))
  return {
    address: start + BigInt(padding),
    bytes,
    host: { buffer, byteOffset: padding },
    // Moving a buffer elsewhere empties every array over it; the copy is dropped at once.
    lifetime: new Lifetime('The buffer', () => void structuredClone(buffer, { transfer: [buffer] })),
  }
}

/** With room for the alignment. */
function newBuffer(bytes: number): ArrayBuffer {
  try {
    return new ArrayBuffer(bytes + ALIGNMENT)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw memoryExhausted('Main memory', bytes, cause)
  }
}

function hostBytes({ block, byteOffset }: MemorySpan, length: number): Uint8Array {
  if (block.host) return new Uint8Array(block.host.buffer, block.host.byteOffset + byteOffset, length)
  throw new RuntimeError('buffer-mismatch', {
    reason: 'The memory is not main memory',
    cure: 'copy through the space it was allocated in',
  })
}
