import type { Backend } from './backend.js'
import { hostMemory } from './host-memory.js'
import type { OrtLibrary } from './library.js'

/** The CPU: part of every build of ONNX Runtime, with nothing to configure. */
export function cpuBackend(library: OrtLibrary): Backend {
  const memory = hostMemory(library)
  return {
    kind: 'cpu',
    memory,
    configure() {},
    dispose: () => library.api.ReleaseMemoryInfo(memory.description),
  }
}
