import type { MemorySpace } from './memory.js'
import type { Handle } from './ort-functions.js'

/** The kinds of device that Frameloom knows. */
export const DEVICE_KINDS = ['cuda', 'webgpu', 'cpu'] as const

/** A kind of device. */
export type DeviceKind = (typeof DEVICE_KINDS)[number]

/** What ONNX Runtime needs to work on one kind of device. */
export interface Backend {
  readonly kind: DeviceKind
  /** What is to be known about its numbers, as half a sentence. */
  readonly remark?: string
  /** The device's own memory. */
  readonly memory: MemorySpace
  /** Makes a session run here. `options` are OrtSessionOptions. */
  configure(options: Handle): void
  /** Releases what the backend holds, when its last buffer and session are gone. */
  dispose(): void
}

/** Whether a kind of device works on this machine; if not, why, and what to do about it (both half sentences). */
export type BackendOutcome =
  | { readonly works: true; readonly backend: Backend }
  | { readonly works: false; readonly reason: string; readonly cure: string }
