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
}

/** The library of runs. One of three doors to what several machines would share. */
export interface RunFiles {
  /** All kept runs. What cannot be read is left out and told to the log. */
  list(): Promise<RunRecord[]>
  /** Makes the places of a new run. @throws ApiProblem disk-full */
  create(record: RunRecord): Promise<void>
  /** @throws ApiProblem disk-full */
  save(record: RunRecord): Promise<void>
  places(run: RunId): RunPlaces
  /** Path of one of the run's files; undefined where there is none of that name. */
  file(run: RunId, name: string): Promise<string | undefined>
  remove(run: RunId): Promise<void>
}
