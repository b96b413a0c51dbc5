import type { Backend } from './backend.js'
import { hostMemory } from './host-memory.js'
import type { OrtLibrary } from './library.js'

/** The CPU: part of every build of ONNX Runtime, with nothing to configure or release. */
export function cpuBackend(library: OrtLibrary): Backend {
  return { kind: 'cpu', memory: hostMemory(library), configure() {}, dispose() {} }
}
