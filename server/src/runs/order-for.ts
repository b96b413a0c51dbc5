import { fileNameOf } from '@frameloom/host'
import type { RunOrder } from '../runner/messages.js'
import type { RunPlaces, RunRecord } from './run-files.js'
import type { RunSettings } from './run-settings.js'

export interface OrderPlace {
  readonly settings: RunSettings
  readonly places: RunPlaces
  /** Go on from the last checkpoint. */
  readonly resume: boolean
}

/** What a runner is told to do for a run. */
export function orderFor({ view, document }: RunRecord, { settings, places, resume }: OrderPlace): RunOrder {
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
