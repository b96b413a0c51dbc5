import { isOver } from '@frameloom/protocol'
import type { RunRecord } from './run-files.js'

/** More events than a run tells between two writes of its record. */
const NUMBERS_LEFT_OUT = 1_000_000

/** Code of a run whose process has outlived its server and has not ended yet. */
const STILL_ENDING = 'still-ending'

/** What a server finds beside the record of a run that a server before it kept. */
export interface Found {
  /** The process that still works on it. */
  readonly worker: number | undefined
  /** The chunk that its checkpoint file goes on with: a run writes it even when its server is gone. */
  readonly checkpoint: number | undefined
}

/** Did the run go on when its server ended, or does it go on still? */
export const wasInterrupted = ({ view }: RunRecord, worker: number | undefined): boolean =>
  !isOver(view) || worker !== undefined || view.failure?.code === STILL_ENDING

/**
 * The record of a run that was interrupted, as the next server takes it in: failed, and to be resumed where there is a
 * checkpoint. Pages may have seen events that were not written down, so numbers go on beyond any of them.
 */
export function interruptedRecord({ view, document }: RunRecord, { worker, checkpoint }: Found): RunRecord {
  const { position: _position, checkpoint: _told, ...rest } = view
  return {
    view: {
      ...rest,
      state: 'failed',
      seq: view.seq + NUMBERS_LEFT_OUT,
      endedAt: Date.now(),
      finishedChunks: Math.max(view.finishedChunks, checkpoint ?? 0),
      ...(checkpoint !== undefined && { checkpoint }),
      failure: worker === undefined ? serverEnded(checkpoint) : stillEnding(worker),
    },
    document,
  }
}

/** Why a run has failed that went on when its server ended, and what to do. */
export function serverEnded(checkpoint: number | undefined): { code: string; message: string } {
  const cure = checkpoint === undefined ? 'Start it again.' : `Resume it: it continues with chunk ${checkpoint}.`
  return { code: 'server-ended', message: `The server ended during this run. ${cure}` }
}

const stillEnding = (worker: number) => ({
  code: STILL_ENDING,
  message: `The server ended during this run, and the run's process (${worker}) is still working on its last chunk: wait until it has ended.`,
})
