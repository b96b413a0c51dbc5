import { runEvent, type RunEventBody, runId } from '@frameloom/graph'
import { z } from 'zod'

const stamp = { run: runId, seq: z.int().min(0), at: z.number() }

/** The run waits for its device behind `position` others; told again whenever that changes. */
const runQueued = z.object({ ...stamp, type: z.literal('run-queued'), device: z.string(), position: z.int().min(0) })

/** Its process is being started; `run-started` follows, or `run-failed`. */
const runStarting = z.object({ ...stamp, type: z.literal('run-starting') })

/**
 * Everything that viewers learn about a run, in order, each exactly once: what the engine tells, and what happens around
 * it. `seq` counts from 0 without gaps over the whole life of the run, over resumes and restarts of its process too, and
 * paths of `file-saved` are file names in the run's folder. A run that is resumed from a checkpoint begins
 * again with `run-queued` or `run-starting`.
 */
export const studioEvent = z.union([runQueued, runStarting, runEvent])
export type StudioEvent = z.output<typeof studioEvent>

type Unstamped<E> = E extends unknown ? Omit<E, keyof typeof stamp> : never
/** An event before it is numbered. */
export type StudioEventBody = Unstamped<z.output<typeof runQueued> | z.output<typeof runStarting>> | RunEventBody
