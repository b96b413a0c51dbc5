import { formatShape, type Shape } from '@frameloom/tensor'
import type { DeviceBuffer } from './device-buffer.js'
import type { InferenceSession } from './inference-session.js'
import { Lifetime } from './lifetime.js'
import type { MemoryBlock } from './memory.js'
import type { Handle } from './ort-functions.js'
import { RunAborted, RuntimeError } from './runtime-error.js'
import type { Port } from './session-ports.js'

/** How to run. */
export interface RunOptions {
  /** Stops the run at the next operator; the run then rejects with `RunAborted`. */
  readonly signal?: AbortSignal | undefined
}

interface Place {
  readonly port: Port
  readonly isInput: boolean
  buffer: DeviceBuffer | undefined
  block: MemoryBlock | undefined
}

/**
 * The buffers that a session reads and writes. They stay bound from run to run; exchanging one costs about a microsecond,
 * binding the same again nothing. One buffer may be input and output at once: then the model updates it in place.
 */
export class Binding implements Disposable {
  readonly #session: InferenceSession
  readonly #sessionHandle: Handle
  readonly #handle: Handle
  readonly #runOptions: Handle
  readonly #inputs: ReadonlyMap<string, Place>
  readonly #outputs: ReadonlyMap<string, Place>
  readonly #lifetime: Lifetime
  #pendingRuns = 0

  /** Made by `InferenceSession.bind`. */
  constructor(session: InferenceSession, sessionHandle: Handle, whenFreed: () => void) {
    const { api } = session.device.library
    this.#session = session
    this.#sessionHandle = sessionHandle
    this.#handle = api.CreateIoBinding(sessionHandle)
    this.#runOptions = api.CreateRunOptions()
    this.#inputs = places(session.inputs, true)
    this.#outputs = places(session.outputs, false)
    session.lifetime.enter()
    this.#lifetime = new Lifetime(`The binding of ${session.label}`, () => {
      api.ReleaseIoBinding(this.#handle)
      api.ReleaseRunOptions(this.#runOptions)
      for (const { block } of this.#places()) block?.lifetime.leave()
      whenFreed()
      session.lifetime.leave()
    })
  }

  /**
   * Binds what the model reads as `name`.
   * @throws RuntimeError `unknown-port`, `buffer-mismatch`, `busy` while a run of this binding is pending, `disposed`
   */
  input(name: string, buffer: DeviceBuffer): this {
    this.#place(this.#placeOf(this.#inputs, name), buffer)
    return this
  }

  /**
   * Binds where the model writes `name`.
   * @throws RuntimeError as `input`
   */
  output(name: string, buffer: DeviceBuffer): this {
    this.#place(this.#placeOf(this.#outputs, name), buffer)
    return this
  }

  /**
   * Runs the model, after every run and copy that the device was asked for before, without blocking the program.
   * @throws RunAborted where the signal stopped it, or was aborted before it began; RuntimeError `not-bound`, `disposed`,
   *   `run-failed`
   */
  async run({ signal }: RunOptions = {}): Promise<void> {
    this.#lifetime.requireOpen()
    this.#requireComplete()
    this.#lifetime.enter()
    this.#pendingRuns += 1
    try {
      await this.#session.device.queue.run(() => this.#runNow(signal))
    } finally {
      this.#pendingRuns -= 1
      this.#lifetime.leave()
    }
  }

  /** Ends the binding, after the runs that were asked for; the buffers stay their owners'. May be called again. */
  dispose(): void {
    void this.#lifetime.close()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }

  async #runNow(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw new RunAborted(signal.reason)
    const { api } = this.#session.device.library
    this.#bindHostInputsAgain()
    const stop = () => api.RunOptionsSetTerminate(this.#runOptions)
    signal?.addEventListener('abort', stop)
    try {
      await api.RunWithBinding.later(this.#sessionHandle, this.#runOptions, this.#handle)
    } catch (cause) {
      if (signal?.aborted) throw new RunAborted(signal.reason)
      const text = cause instanceof Error ? cause.message : String(cause)
      throw new RuntimeError('run-failed', { reason: `A run of ${this.#session.label} failed: ${text}`, cause })
    } finally {
      signal?.removeEventListener('abort', stop)
      if (signal?.aborted) api.RunOptionsUnsetTerminate(this.#runOptions)
    }
    if (signal?.aborted) throw new RunAborted(signal.reason)
  }

  /**
   * A GPU copies an input from main memory when it is bound, not when it runs, so that what was written since would be
   * missed: such inputs are bound again before every run.
   */
  #bindHostInputsAgain(): void {
    if (this.#session.device.backend.memory.isHost) return
    for (const place of this.#inputs.values()) {
      if (place.buffer?.memory === 'host') this.#bindNatively(place, place.buffer)
    }
  }

  #place(place: Place, buffer: DeviceBuffer): void {
    this.#lifetime.requireOpen()
    if (place.buffer === buffer && buffer.open) return
    const { label, device } = this.#session
    const where = `${place.isInput ? 'Input' : 'Output'} '${place.port.name}' of ${label}`
    if (this.#pendingRuns > 0) {
      throw new RuntimeError('busy', {
        reason: `${where} cannot be changed while a run is pending`,
        cure: 'await the run first',
      })
    }
    if (buffer.device !== device) {
      throw new RuntimeError('buffer-mismatch', {
        reason: `${where} was given a buffer of another device (${buffer.device.kind})`,
        cure: "allocate it on the session's",
      })
    }
    if (buffer.dtype !== place.port.dtype || !shapeFits(buffer.shape, place.port.dims)) {
      throw new RuntimeError('buffer-mismatch', {
        reason:
          `${where} was given a buffer of ${buffer.dtype} ${formatShape(buffer.shape)}, but ` +
          `${place.port.dtype} [${place.port.dims.join(', ')}] is needed`,
        cure: 'bind a buffer, or a view, of that shape',
      })
    }
    const { block } = buffer.bindable
    this.#bindNatively(place, buffer)
    block.lifetime.enter()
    place.block?.lifetime.leave()
    place.block = block
    place.buffer = buffer
  }

  #bindNatively({ port, isInput }: Place, buffer: DeviceBuffer): void {
    const { api } = this.#session.device.library
    if (isInput) api.BindInput(this.#handle, port.name, buffer.bindable.value)
    else api.BindOutput(this.#handle, port.name, buffer.bindable.value)
  }

  #placeOf(ports: ReadonlyMap<string, Place>, name: string): Place {
    const place = ports.get(name)
    if (place) return place
    const side = ports === this.#inputs ? 'input' : 'output'
    throw new RuntimeError('unknown-port', {
      reason: `${this.#session.label} has no ${side} '${name}'`,
      cure: `use one of ${[...ports.keys()].join(', ') || 'none'}`,
    })
  }

  #requireComplete(): void {
    let missing: string[] | undefined
    for (const places of [this.#inputs, this.#outputs]) {
      for (const { buffer, port } of places.values()) {
        if (buffer) buffer.requireOpen()
        else (missing ??= []).push(port.name)
      }
    }
    if (!missing) return
    throw new RuntimeError('not-bound', {
      reason: `${this.#session.label} cannot run without a buffer for ${missing.join(', ')}`,
      cure: 'bind one to each before running',
    })
  }

  *#places(): Iterable<Place> {
    yield* this.#inputs.values()
    yield* this.#outputs.values()
  }
}

function places(ports: readonly Port[], isInput: boolean): ReadonlyMap<string, Place> {
  return new Map(ports.map((port) => [port.name, { port, isInput, buffer: undefined, block: undefined }]))
}

function shapeFits(shape: Shape, dims: readonly (number | string)[]): boolean {
  return shape.length === dims.length && dims.every((dim, axis) => typeof dim === 'string' || dim === shape[axis])
}
