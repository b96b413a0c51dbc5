import { graphDocument, type RunId } from '@frameloom/graph'
import { runView } from '@frameloom/protocol'
import { z } from 'zod'

/** What is kept of a run on disk, beside its files. */
export const runRecord = z.object({ view: runView, document: graphDocument })
export type RunRecord = z.output<typeof runRecord>

/** Where a runner writes. Absolute paths. */
export interface RunPlaces {
  readonly outDir: string
  readonly checkpoint: string
  /** Where the process that works on the run notes itself: see `holdLock`. */
  readonly lock: string
}

/** The library of runs. One of three doors to what several machines would share. */
export interface RunFiles {
  /** All kept runs. What cannot be read is left out and told to the log. */
  list(): Promise<RunRecord[]>
  /** Makes the places of a new run, all or none. @throws ApiProblem disk-full */
  create(record: RunRecord): Promise<void>
  /** @throws ApiProblem disk-full */
  save(record: RunRecord): Promise<void>
  places(run: RunId): RunPlaces
  /** The living process that works on the run, be it one of a server before this one; undefined where none does. */
  worker(run: RunId): Promise<number | undefined>
  /** The chunk that the run's checkpoint goes on with; undefined where there is none that can be read. */
  checkpoint(run: RunId): Promise<number | undefined>
  /** Removes the checkpoint of a run that came to its end: nothing goes on from there. */
  dropCheckpoint(run: RunId): Promise<void>
  /** Removes what writers left that were killed. Only where no process works on the run. */
  tidy(run: RunId): Promise<void>
  /** Path of one of the run's files; undefined where there is none of that name. */
  file(run: RunId, name: string): Promise<string | undefined>
  /** The run is gone with all its files, or untouched. */
  remove(run: RunId): Promise<void>
}
