import { cpuBackend } from './cpu-backend.js'
import { Device } from './device.js'
import { type LibraryOptions, openLibrary } from './library.js'
import { defaultThreads } from './threads.js'

export async function openDevice(
  kind: 'cpu',
  { threads = defaultThreads(), ...options }: LibraryOptions & { threads?: number } = {},
) {
  const library = await openLibrary(options)
  return new Device({ backend: cpuBackend(library), library, reason: kind, threads })
}
