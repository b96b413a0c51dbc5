import { Lifetime } from './lifetime.js'
import type { OrtLibrary } from './library.js'
import { type MemoryBlock, memoryExhausted, type MemorySpace, type MemorySpan } from './memory.js'
import type { Handle } from './ort-functions.js'
import { COPY_MODEL } from './copy-model.js'
import { RuntimeError } from './runtime-error.js'
import { elementTypeOf } from './element-type.js'

/** OrtAllocatorType and OrtMemType, as the C header numbers them. */
const DEVICE_ALLOCATOR = 0
const DEFAULT_MEMORY = 0
/** Zeros are copied in pieces of this size. */
const ZERO_BYTES = 64 * 2 ** 20

/**
 * A GPU's memory. Copies run through a session with one Identity node, its input bound on one side and its output on the
 * other: the way that works in every version. Not exercised on a GPU.
 */
export class CudaMemory implements MemorySpace {
  readonly isHost = false
  readonly description: Handle
  readonly #library: OrtLibrary
  readonly #session: Handle
  readonly #allocator: Handle
  /** The allocator belongs to the session, so both live as long as any block. */
  readonly #lifetime: Lifetime

  /** @throws RuntimeError `native-call-failed` where the provider or the GPU does not work */
  constructor(parts: {
    readonly library: OrtLibrary
    readonly gpu: number
    readonly configure: (options: Handle) => void
  }) {
    const { library, gpu, configure } = parts
    const { api, env } = library
    this.#library = library
    const options = api.CreateSessionOptions()
    try {
      configure(options)
      this.#session = api.CreateSessionFromArray(env, COPY_MODEL, COPY_MODEL.length, options)
    } finally {
      api.ReleaseSessionOptions(options)
    }
    this.description = api.CreateMemoryInfo('Cuda', DEVICE_ALLOCATOR, gpu, DEFAULT_MEMORY)
    this.#allocator = api.CreateAllocator(this.#session, this.description)
    this.#lifetime = new Lifetime('The GPU memory', () => {
      api.ReleaseAllocator(this.#allocator)
      api.ReleaseMemoryInfo(this.description)
      api.ReleaseSession(this.#session)
    })
  }

  allocate(bytes: number): MemoryBlock {
    this.#lifetime.requireOpen()
    const { api } = this.#library
    const address = this.#newAddress(bytes)
    this.#lifetime.enter()
    const lifetime = new Lifetime('The buffer', () => {
      api.AllocatorFree(this.#allocator, address)
      this.#lifetime.leave()
    })
    const block = { address, bytes, lifetime, host: undefined }
    const zeros = new Uint8Array(Math.min(bytes, ZERO_BYTES))
    for (let done = 0; done < bytes; done += zeros.length) {
      this.write({ block, byteOffset: done }, zeros.subarray(0, Math.min(zeros.length, bytes - done)))
    }
    return block
  }

  write(into: MemorySpan, source: Uint8Array): void {
    this.#copy({ from: this.#hostValue(source), to: this.#deviceValue(into, source.length) })
  }

  read(from: MemorySpan, target: Uint8Array): void {
    this.#copy({ from: this.#deviceValue(from, target.length), to: this.#hostValue(target) })
  }

  /**
   * Requires that bytes come back as they went in.
   * @throws RuntimeError `device-unavailable`
   */
  requireSound(): void {
    const sent = Uint8Array.from({ length: 256 }, (_, i) => i)
    const received = new Uint8Array(256)
    const block = this.allocate(256)
    this.write({ block, byteOffset: 0 }, sent)
    this.read({ block, byteOffset: 0 }, received)
    void block.lifetime.close()
    if (sent.every((byte, i) => byte === received[i])) return
    throw new RuntimeError('device-unavailable', {
      reason: 'Bytes copied to the GPU came back changed',
      cure: 'check its driver',
    })
  }

  /** Releases the copy session when the last block is gone. */
  dispose(): void {
    void this.#lifetime.close()
  }

  #newAddress(bytes: number): Handle {
    try {
      return this.#library.api.AllocatorAlloc(this.#allocator, Math.max(bytes, 1))
    } catch (cause) {
      throw memoryExhausted("The GPU's memory", bytes, cause)
    }
  }

  /** Copies between two values of one size, and releases both. */
  #copy({ from, to }: { readonly from: Handle; readonly to: Handle }): void {
    const { api } = this.#library
    const binding = api.CreateIoBinding(this.#session)
    try {
      api.BindInput(binding, 'source', from)
      api.BindOutput(binding, 'target', to)
      api.RunWithBinding(this.#session, null, binding)
    } finally {
      api.ReleaseIoBinding(binding)
      api.ReleaseValue(from)
      api.ReleaseValue(to)
    }
  }

  #hostValue(bytes: Uint8Array): Handle {
    return this.#value(this.#library.mainMemory, this.#library.addressOf(bytes), bytes.length)
  }

  #deviceValue({ block, byteOffset }: MemorySpan, length: number): Handle {
    return this.#value(this.description, block.address + BigInt(byteOffset), length)
  }

  #value(description: Handle, address: Handle, length: number): Handle {
    const shape = BigInt64Array.of(BigInt(length))
    const { api } = this.#library
    return api.CreateTensorWithDataAsOrtValue(description, address, length, shape, 1, elementTypeOf('u8'))
  }
}
