import { Binding } from './binding.js'
import type { Device } from './device.js'
import { Lifetime } from './lifetime.js'
import type { Handle } from './ort-functions.js'
import { RuntimeError } from './runtime-error.js'
import { sessionOptions, type SessionParts } from './session-options.js'
import { type Port, readPorts } from './session-ports.js'

/** A model, ready to run on a device. Opened by `openSession`. */
export class InferenceSession implements AsyncDisposable {
  readonly device: Device
  readonly label: string
  /** In the model's order. */
  readonly inputs: readonly Port[]
  /** In the model's order. */
  readonly outputs: readonly Port[]
  /** For this package's own modules: runs are its users. */
  readonly lifetime: Lifetime
  readonly #handle: Handle
  readonly #bindings = new Set<Binding>()

  /** Made by `openSession`. */
  constructor(parts: {
    readonly device: Device
    readonly label: string
    readonly handle: Handle
    readonly inputs: readonly Port[]
    readonly outputs: readonly Port[]
  }) {
    const { device, label, handle, inputs, outputs } = parts
    this.device = device
    this.label = label
    this.inputs = inputs
    this.outputs = outputs
    this.#handle = handle
    this.lifetime = new Lifetime(`The session of ${label}`, () => device.library.api.ReleaseSession(handle))
    device.adopt(this)
  }

  /**
   * A new set of places for the model's inputs and outputs. A session may have many, for example one per cache.
   * @throws RuntimeError `disposed`
   */
  bind(): Binding {
    this.lifetime.requireOpen()
    const binding = new Binding(this, this.#handle, () => this.#bindings.delete(binding))
    this.#bindings.add(binding)
    return binding
  }

  /** Ends the session and its bindings, after the runs that were asked for. May be called again. */
  async dispose(): Promise<void> {
    const freed = this.lifetime.close()
    for (const binding of this.#bindings) binding.dispose()
    await freed
    this.device.release(this)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose()
  }
}

/**
 * Opens a model. Loading and optimising run on another thread, so the program goes on meanwhile.
 * @throws RuntimeError `model-refused` where ONNX Runtime does not accept the model or its weights, `disposed`
 */
export async function openSession(parts: SessionParts): Promise<InferenceSession> {
  const { device, label = 'the model' } = parts
  device.requireOpen()
  const handle = await createSession(parts, label)
  try {
    return new InferenceSession({ device, label, handle, ...readPorts(device.library, handle) })
  } catch (error) {
    device.library.api.ReleaseSession(handle)
    throw error
  }
}

async function createSession(parts: SessionParts, label: string): Promise<Handle> {
  const { device, model } = parts
  const { api, env } = device.library
  const options = await sessionOptions(parts)
  try {
    return await api.CreateSessionFromArray.later(env, model, model.length, options)
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause)
    throw new RuntimeError('model-refused', {
      reason: `${label} cannot be opened on ${device.kind}: ${text}`,
      cure: /external|escapes/i.test(text)
        ? 'give the folder and the locations that locateWeights() finds for the weight files'
        : undefined,
      cause,
    })
  } finally {
    api.ReleaseSessionOptions(options)
  }
}
