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

  constructor(device: Device, label: string, handle: Handle) {
    const { api } = device.library
    this.device = device
    this.label = label
    this.#handle = handle
    const { inputs, outputs } = readPorts(device.library, handle)
    this.inputs = inputs
    this.outputs = outputs
    this.lifetime = new Lifetime(`The session of ${label}`, () => api.ReleaseSession(handle))
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
 * Opens a model. Runs on a thread of its own, so the program goes on meanwhile.
 * @throws RuntimeError `model-refused` where ONNX Runtime does not accept the model or its weights, `disposed`
 */
export async function openSession(parts: SessionParts): Promise<InferenceSession> {
  const { device, model, label = 'the model' } = parts
  const { api, env } = device.library
  const options = await sessionOptions(parts)
  try {
    const handle = await api.CreateSessionFromArray.later(env, model, model.length, options)
    return new InferenceSession(device, label, handle)
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
