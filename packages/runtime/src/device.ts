import { byteSize, type Dtype, type Shape } from '@frameloom/tensor'
import { SerialQueue } from '@frameloom/serial-queue'
import type { Backend, DeviceKind } from './backend.js'
import { type BufferMemory, DeviceBuffer } from './device-buffer.js'
import { hostMemory } from './host-memory.js'
import { Lifetime } from './lifetime.js'
import type { OrtLibrary } from './library.js'
import type { MemorySpace } from './memory.js'

/** Something open on a device that must end before it. */
export interface Dependent {
  dispose(): Promise<void>
}

/** A place where models run. Opened by `openDevice`. */
export class Device implements AsyncDisposable {
  readonly kind: DeviceKind
  /** Why it is this one: what was asked for, and what did not work. For people to read. */
  readonly reason: string
  /** Threads that a session on the CPU computes with, unless it asks for another number. */
  readonly threads: number
  /** Whether those threads spin while they wait for the next operator of a run. */
  readonly spin: boolean
  /** ONNX Runtime, for this package's own modules. */
  readonly library: OrtLibrary
  /** All runs and copies of the device, one after another. */
  readonly queue = new SerialQueue()
  /** For this package's own modules. */
  readonly backend: Backend
  readonly #host: MemorySpace
  readonly #dependents = new Set<Dependent>()
  readonly #lifetime: Lifetime

  constructor(parts: {
    readonly backend: Backend
    readonly library: OrtLibrary
    readonly reason: string
    readonly threads: number
    readonly spin: boolean
  }) {
    this.backend = parts.backend
    this.kind = parts.backend.kind
    this.library = parts.library
    this.reason = parts.reason
    this.threads = parts.threads
    this.spin = parts.spin
    this.#host = parts.backend.memory.isHost ? parts.backend.memory : hostMemory(parts.library)
    this.#lifetime = new Lifetime(`The device ${this.kind}`, () => this.backend.dispose())
  }

  /** Version of ONNX Runtime. */
  get version(): string {
    return this.library.version
  }

  /**
   * A new buffer of zeros. In `host` memory for what the program writes or reads at every run (on a GPU, a session
   * fetches it at each run); in `device` memory, the default, for what stays: caches, states, results of one session that
   * another reads. On the CPU both are the same.
   * @throws RuntimeError `memory-exhausted`, `disposed`
   */
  allocate<D extends Dtype>(dtype: D, shape: Shape, memory: BufferMemory = 'device'): DeviceBuffer<D> {
    this.requireOpen()
    const space = memory === 'host' ? this.#host : this.backend.memory
    return new DeviceBuffer({ device: this, space, block: space.allocate(byteSize(dtype, shape)), dtype, shape })
  }

  /** @throws RuntimeError `disposed` */
  requireOpen(): void {
    this.#lifetime.requireOpen()
  }

  /**
   * Ends what is open here: sessions with their bindings, after the runs asked for. Buffers stay with
   * those who hold them, and keep what their memory needs.
   */
  async dispose(): Promise<void> {
    await Promise.all([...this.#dependents].map((dependent) => dependent.dispose()))
    await this.queue.idle()
    await this.#lifetime.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose()
  }

  /**
   * For this package's own modules: `dependent` is disposed with the device.
   * @throws RuntimeError `disposed`
   */
  adopt(dependent: Dependent): void {
    this.requireOpen()
    this.#dependents.add(dependent)
  }

  /** For this package's own modules: `dependent` has ended by itself. */
  release(dependent: Dependent): void {
    this.#dependents.delete(dependent)
  }
}
