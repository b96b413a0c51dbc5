import { realpath } from 'node:fs/promises'
import type { Device } from './device.js'
import type { Handle } from './ort-functions.js'

/** How to open a session; only the model and the device are needed. */
export interface SessionParts {
  readonly device: Device
  /** The model, encoded as ONNX protobuf. */
  readonly model: Uint8Array
  /** What the model is called in errors. Default 'the model'. */
  readonly label?: string
  /**
   * Folder against which the model's external weights are found. It may be reached through links, but the files in it
   * must not be links that leave it: see `locateWeights`.
   */
  readonly weightsFolder?: string
  /** Threads inside one operator, on the CPU. Default: the device's. */
  readonly threads?: number
  /**
   * Whether weights are copied at opening into the layout that computes fastest. Without, they stay mapped from their
   * file: opening takes milliseconds and hardly any memory, runs take about a quarter longer. Default true.
   */
  readonly prepack?: boolean
  /**
   * Whether ONNX Runtime prints its warnings and errors to stderr, for example that a cache was copied. Default false:
   * errors are thrown anyway.
   */
  readonly printWarnings?: boolean
}

/** GraphOptimizationLevel of the C API. */
const ALL_OPTIMISATIONS = 99
/** OrtLoggingLevel. */
const LOG = { warning: 2, fatal: 4 } as const

/** OrtSessionOptions for a session; the caller releases them. */
export async function sessionOptions(parts: SessionParts): Promise<Handle> {
  const { device, weightsFolder, threads = device.threads, prepack = true, printWarnings = false } = parts
  const { api } = device.library
  const folder = weightsFolder === undefined ? undefined : await realpath(weightsFolder)
  const options = api.CreateSessionOptions()
  try {
    const set = (key: string, value: string) => api.AddSessionConfigEntry(options, key, value)
    api.SetSessionLogSeverityLevel(options, printWarnings ? LOG.warning : LOG.fatal)
    api.SetSessionGraphOptimizationLevel(options, ALL_OPTIMISATIONS)
    api.SetIntraOpNumThreads(options, threads)
    set('session.intra_op.allow_spinning', device.spin ? '1' : '0')
    // Between runs, spinning would only take the cores from other sessions and from the program.
    set('session.force_spinning_stop', '1')
    if (!prepack) set('session.disable_prepacking', '1')
    if (folder !== undefined) set('session.model_external_initializers_file_folder_path', folder)
    device.backend.configure(options)
    return options
  } catch (error) {
    api.ReleaseSessionOptions(options)
    throw error
  }
}
