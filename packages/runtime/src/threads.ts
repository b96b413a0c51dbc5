import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

/** Beyond this many threads the graphs of small models lose more at their barriers than they gain. */
const ENOUGH_THREADS = 8
const CPU_FOLDER = '/sys/devices/system/cpu'

/** How many threads compute by default: one per physical core, at most 8. */
export function defaultThreads(): number {
  return Math.min(physicalCores(), availableParallelism(), ENOUGH_THREADS)
}

/** Linux tells which logical CPUs share a core; elsewhere every logical CPU counts as one. */
function physicalCores(): number {
  if (process.platform !== 'linux') return availableParallelism()
  const cores = new Set<string>()
  try {
    for (const entry of readdirSync(CPU_FOLDER)) {
      if (!/^cpu\d+$/.test(entry)) continue
      cores.add(readFileSync(join(CPU_FOLDER, entry, 'topology/thread_siblings_list'), 'utf8').trim())
    }
  } catch {
    // Containers may hide the folder, and CPUs that are off have no topology: then logical CPUs are all that is known.
    return availableParallelism()
  }
  return cores.size === 0 ? availableParallelism() : cores.size
}
