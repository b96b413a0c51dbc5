import {
  arrayOver,
  byteSize,
  bytesPerElement,
  type Dtype,
  type DtypeArray,
  elementCount,
  formatShape,
  type Shape,
} from '@frameloom/tensor'
import type { Device } from './device.js'
import { elementTypeOf } from './element-type.js'
import type { MemoryBlock, MemorySpace } from './memory.js'
import type { Handle } from './ort-functions.js'
import { RuntimeError } from './runtime-error.js'

/** Where a buffer lies: in the device's own memory, or in main memory, from where the device fetches it at each run. */
export type BufferMemory = 'device' | 'host'

/**
 * A tensor in memory that stays in place from run to run. Sessions read and write it where it lies; bound as an input and
 * as an output of one session it is updated in place. It is made by `Device.allocate`, or as a view of another buffer.
 */
export class DeviceBuffer<D extends Dtype = Dtype> implements Disposable {
  readonly dtype: D
  readonly shape: Shape
  readonly device: Device
  readonly #space: MemorySpace
  readonly #block: MemoryBlock
  readonly #byteOffset: number
  readonly #value: Handle
  readonly #isView: boolean
  #open = true

  constructor(parts: {
    readonly device: Device
    readonly space: MemorySpace
    readonly block: MemoryBlock
    readonly dtype: D
    readonly shape: Shape
    /** Present in views. */
    readonly viewFrom?: number
  }) {
    const { device, space, block, dtype, shape, viewFrom } = parts
    this.device = device
    this.dtype = dtype
    this.shape = shape
    this.#space = space
    this.#block = block
    this.#isView = viewFrom !== undefined
    this.#byteOffset = viewFrom ?? 0
    if (this.#isView) block.lifetime.enter()
    this.#value = device.library.api.CreateTensorWithDataAsOrtValue(
      space.description,
      block.address + BigInt(this.#byteOffset),
      this.byteSize,
      BigInt64Array.from(shape, BigInt),
      shape.length,
      elementTypeOf(dtype),
    )
  }

  /** Size in bytes. */
  get byteSize(): number {
    return byteSize(this.dtype, this.shape)
  }

  get memory(): BufferMemory {
    return this.#space.isHost ? 'host' : 'device'
  }

  /** Whether `dispose` has not been called. */
  get open(): boolean {
    return this.#open
  }

  /**
   * The elements themselves, without a copy: what is written here, the next run reads. Emptied when the memory is freed.
   * @throws RuntimeError `buffer-mismatch` where the memory is a GPU's, `disposed`
   */
  host(): DtypeArray<D> {
    this.requireOpen()
    const { host } = this.#block
    if (!host) {
      throw new RuntimeError('buffer-mismatch', {
        reason: `The ${this.#name} is in the memory of ${this.device.kind}`,
        cure: 'copy it with readInto(), or allocate it in host memory',
      })
    }
    const { buffer, byteOffset } = host
    return arrayOver(this.dtype, {
      buffer,
      byteOffset: byteOffset + this.#byteOffset,
      length: elementCount(this.shape),
    })
  }

  /**
   * The same memory seen as another tensor: elements from `first` on, in `shape`. For a cache bound at its present length.
   * The view keeps the memory alive, and is disposed on its own.
   * @throws RuntimeError `buffer-mismatch` where it would reach beyond the buffer, `disposed`
   */
  view(shape: Shape, first: number = 0): DeviceBuffer<D> {
    this.requireOpen()
    const last = first + elementCount(shape)
    if (!Number.isSafeInteger(first) || first < 0 || last > elementCount(this.shape)) {
      throw new RuntimeError('buffer-mismatch', {
        reason: `A view ${formatShape(shape)} from element ${first} on does not fit into the ${this.#name}`,
        cure: 'take a smaller part',
      })
    }
    return new DeviceBuffer({
      device: this.device,
      space: this.#space,
      block: this.#block,
      dtype: this.dtype,
      shape,
      viewFrom: this.#byteOffset + first * bytesPerElement(this.dtype),
    })
  }

  /**
   * Copies `source` over the elements from `first` on, after every run and copy that was asked for before. Leave `source`
   * as it is until the promise resolves.
   * @throws RuntimeError `buffer-mismatch` where it does not fit, `disposed`
   */
  async write(source: DtypeArray<D>, first: number = 0): Promise<void> {
    const span = this.#spanOf(source, first)
    await this.#copy(() => this.#space.write(span, bytesOf(source)))
  }

  /**
   * Copies elements from `first` on into `target`, as many as it holds, after every run and copy asked for before.
   * @throws RuntimeError `buffer-mismatch` where the buffer has too few, `disposed`
   */
  async readInto(target: DtypeArray<D>, first: number = 0): Promise<void> {
    const span = this.#spanOf(target, first)
    await this.#copy(() => this.#space.read(span, bytesOf(target)))
  }

  /** Gives the memory back as soon as no view, binding or run uses it. The buffer itself is of no use any more. */
  dispose(): void {
    if (!this.#open) return
    this.#open = false
    this.device.library.api.ReleaseValue(this.#value)
    if (this.#isView) this.#block.lifetime.leave()
    else void this.#block.lifetime.close()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }

  /** @throws RuntimeError `disposed` */
  requireOpen(): void {
    if (this.#open) return
    throw new RuntimeError('disposed', {
      reason: `The ${this.#name} was disposed`,
      cure: 'allocate a new one, or dispose it after its last use',
    })
  }

  /** For bindings: ONNX Runtime's value, and the memory they must keep alive while it is bound. */
  get bindable(): { readonly value: Handle; readonly block: MemoryBlock } {
    this.requireOpen()
    return { value: this.#value, block: this.#block }
  }

  get #name(): string {
    return `${this.dtype} buffer ${formatShape(this.shape)}`
  }

  #spanOf(array: DtypeArray<D>, first: number): { readonly block: MemoryBlock; readonly byteOffset: number } {
    this.requireOpen()
    const fits = Number.isSafeInteger(first) && first >= 0 && first + array.length <= elementCount(this.shape)
    if (!fits || array.BYTES_PER_ELEMENT !== bytesPerElement(this.dtype)) {
      throw new RuntimeError('buffer-mismatch', {
        reason:
          `${array.length} elements of ${array.BYTES_PER_ELEMENT} bytes from element ${first} on do not lie within the ` +
          `${this.#name}`,
        cure: 'copy a part of it, with an array of its dtype',
      })
    }
    return { block: this.#block, byteOffset: this.#byteOffset + first * bytesPerElement(this.dtype) }
  }

  async #copy(copy: () => void): Promise<void> {
    this.#block.lifetime.enter()
    try {
      await this.device.queue.run(copy)
    } finally {
      this.#block.lifetime.leave()
    }
  }
}

function bytesOf(array: DtypeArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
