import { fileNameOf } from '@frameloom/host'
import type { RunOrder } from '../runner/messages.js'
import type { RunPlaces, RunRecord } from './run-files.js'

/** How this server runs documents. */
export interface RunSettings {
  /** Program of a runner process, as an absolute path. */
  readonly runnerEntry: string
  /** As an absolute path; undefined: the one that comes with Frameloom. */
  readonly runtimeLibrary: string | undefined
  readonly modelDirs: readonly string[]
  readonly inputDirs: readonly string[]
  readonly packs: readonly string[]
  /** Chunks between two checkpoints. */
  readonly checkpointEvery: number
  /** The queue of runs that leave the device to the machine. */
  readonly autoDevice: string
  /** Runs that may wait. */
  readonly mostWaiting: number
}

/** The queue in which a run waits that asks for `device`. */
export const laneOf = (device: string, { autoDevice }: Pick<RunSettings, 'autoDevice'>): string =>
  device === 'auto' ? autoDevice : device

export interface OrderPlace {
  readonly settings: RunSettings
  readonly places: RunPlaces
  /** Go on from the last checkpoint. */
  readonly resume: boolean
}

/** What a runner is told to do for a run. */
export function runOrder({ view, document }: RunRecord, { settings, places, resume }: OrderPlace): RunOrder {
  const { run, device, title } = view
  const { runtimeLibrary, modelDirs, inputDirs, packs, checkpointEvery } = settings
  return {
    run,
    document,
    ...(resume && { resume: places.checkpoint }),
    device,
    ...(runtimeLibrary !== undefined && { runtimeLibrary }),
    outDir: places.outDir,
    fileName: fileNameOf(title),
    modelDirs: [...modelDirs],
    inputDirs: [...inputDirs],
    packs: [...packs],
    checkpoint: { path: places.checkpoint, every: checkpointEvery },
    lock: places.lock,
  }
}
