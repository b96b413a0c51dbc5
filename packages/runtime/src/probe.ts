import { type BackendOutcome, DEVICE_KINDS, type DeviceKind } from './backend.js'
import { cpuBackend } from './cpu-backend.js'
import { cudaBackend } from './cuda-backend.js'
import type { GpuChoice } from './cuda-settings.js'
import { type LibraryOptions, openLibrary, type OrtLibrary } from './library.js'
import { RuntimeError } from './runtime-error.js'

/** What one kind of device can do on this machine. */
export interface DeviceReport {
  readonly kind: DeviceKind
  readonly available: boolean
  /** Why it works, or why not. */
  readonly reason: string
  /** What to do to make it work; absent where it does. */
  readonly cure?: string
  /** ONNX Runtime's version; absent where not even its library loads. */
  readonly version?: string
}

/** Tries to make a kind of device work, for real. */
export async function tryBackend(library: OrtLibrary, kind: DeviceKind, choice: GpuChoice): Promise<BackendOutcome> {
  switch (kind) {
    case 'cpu':
      return { works: true, backend: cpuBackend(library) }
    case 'cuda':
      return cudaBackend(library, choice)
    case 'webgpu':
      return { works: false, reason: 'Frameloom does not support webgpu yet', cure: 'use cuda or cpu' }
  }
}

/** What every kind of device can do here, best first. Never throws for a device that does not work. */
export async function probeDevices(options: LibraryOptions = {}): Promise<readonly DeviceReport[]> {
  const library = await openLibrary(options).catch((error: unknown) => {
    if (error instanceof RuntimeError) return error
    throw error
  })
  if (library instanceof RuntimeError) {
    const { reason, cure } = library
    return DEVICE_KINDS.map((kind) => ({ kind, available: false, reason, ...(cure !== undefined && { cure }) }))
  }
  return Promise.all(DEVICE_KINDS.map((kind) => reportOf(library, kind)))
}

async function reportOf(library: OrtLibrary, kind: DeviceKind): Promise<DeviceReport> {
  const outcome = await tryBackend(library, kind, { gpu: 0, precision: 'f32' })
  const { version } = library
  if (!outcome.works) return { kind, available: false, reason: outcome.reason, cure: outcome.cure, version }
  outcome.backend.dispose()
  return { kind, available: true, reason: `ONNX Runtime ${version} runs on it`, version }
}
