import { DEVICE_KINDS, type DeviceKind } from './backend.js'
import type { Precision } from './cuda-settings.js'
import { Device } from './device.js'
import { type LibraryOptions, openLibrary } from './library.js'
import { tryBackend } from './probe.js'
import { RuntimeError } from './runtime-error.js'
import { defaultThreads } from './threads.js'

/** How to open a device; everything has a default. */
export interface DeviceOptions extends LibraryOptions {
  /** Threads inside one operator, for sessions on the CPU. Default: one per physical core, at most 8. */
  readonly threads?: number
  /**
   * Whether threads that wait for the next operator of a run spin instead of sleeping. Measured with the embedded model on
   * two cores: a third less time per pass while nothing else runs, twice the time as soon as anything does. Default false.
   */
  readonly spin?: boolean
  /** Index of the GPU. Default 0. */
  readonly gpu?: number
  /** How a GPU multiplies 32-bit numbers. Default f32: numbers that are to be compared; videos can do with tf32. */
  readonly precision?: Precision
}

/**
 * Opens the device of a kind, or with `auto` the best that really works: `device.reason` says why it is that one.
 * @throws RuntimeError `device-unavailable` where the kind asked for does not work, with the cure: never another device
 *   instead; `ffi-unavailable`, `library-unusable`
 */
export async function openDevice(kind: DeviceKind | 'auto', options: DeviceOptions = {}): Promise<Device> {
  const { threads = defaultThreads(), spin = false, gpu = 0, precision = 'f32' } = options
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`A device was asked for ${threads} threads; give a whole number from 1 up.`)
  }
  const library = await openLibrary(options)
  const refusals: string[] = []
  for (const candidate of kind === 'auto' ? DEVICE_KINDS : [kind]) {
    const outcome = await tryBackend(library, candidate, { gpu, precision })
    if (outcome.works) {
      const { backend } = outcome
      const chosen = kind === 'auto' ? `${candidate} is the best device that works here` : `${kind} was asked for`
      const reason = [chosen, ...(backend.remark === undefined ? [] : [backend.remark]), ...refusals].join('; ')
      return new Device({ backend, library, reason, threads, spin })
    }
    if (kind !== 'auto') {
      throw new RuntimeError('device-unavailable', {
        reason: `The device ${kind} does not work here: ${outcome.reason}`,
        cure: outcome.cure,
      })
    }
    refusals.push(`${candidate} does not: ${outcome.reason}`)
  }
  throw new RuntimeError('device-unavailable', { reason: `No device works here: ${refusals.join('; ')}` })
}
