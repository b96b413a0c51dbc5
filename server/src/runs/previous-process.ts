import { setTimeout as sleep } from 'node:timers/promises'
import type { RunId } from '@frameloom/graph'
import type { RunFiles } from './run-files.js'
import type { RunQueue } from './run-queue.js'

/** Milliseconds between two looks at whether a process has ended. */
const LOOK_MS = 250

export interface PreviousProcess {
  readonly run: RunId
  /** The lane of its device. */
  readonly lane: string
  readonly files: RunFiles
  readonly queue: RunQueue
  /** Nobody waits any more. */
  readonly signal: AbortSignal
}

/**
 * Waits until the process that the server before left at work on a run has ended, and then for `then`. All the while it has the
 * run's device, so that a model is not in memory twice.
 * @throws the reason of `signal`
 */
export async function afterPreviousProcess(
  { run, lane, files, queue, signal }: PreviousProcess,
  then: () => Promise<void>,
): Promise<void> {
  using _turn = await queue.enter({ device: lane, onPosition: () => {}, signal })
  while ((await files.worker(run)) !== undefined) await sleep(LOOK_MS, undefined, { signal })
  await then()
}
