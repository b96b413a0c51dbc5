import { Lifetime } from './lifetime.js'
import type { OrtLibrary } from './library.js'
import type { MemoryBlock, MemorySpace } from './memory.js'
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
    write: ({ block, byteOffset }, source) => hostBytes(block).set(source, byteOffset),
    read: ({ block, byteOffset }, target) =>
      target.set(hostBytes(block).subarray(byteOffset, byteOffset + target.length)),
  }
}

function allocate(library: OrtLibrary, bytes: number): MemoryBlock {
  const buffer = new ArrayBuffer(bytes + ALIGNMENT)
  const start = library.addressOf(new Uint8Array(buffer))
  const padding = Number(-start & BigInt(ALIGNMENT - 1))
  const host = new Uint8Array(buffer, padding, bytes)
  return {
    address: start + BigInt(padding),
    bytes,
    host,
    // Moving a buffer elsewhere empties every array over it; the copy is dropped at once.
    lifetime: new Lifetime('The buffer', () => void structuredClone(buffer, { transfer: [buffer] })),
  }
}

function hostBytes(block: MemoryBlock): Uint8Array {
  if (block.host) return block.host
  throw new RuntimeError('buffer-mismatch', {
    reason: 'The memory is not main memory',
    cure: 'copy through the space it was allocated in',
  })
}
