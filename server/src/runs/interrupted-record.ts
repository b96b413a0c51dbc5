import { isOver } from '@frameloom/protocol'
import type { RunRecord } from './run-files.js'

/** More events than a run tells between two writes of its record. */
const NUMBERS_LEFT_OUT = 1_000_000

/**
 * The record of a run that went on when its server ended, as the next server takes it in: failed, and to be resumed where
 * there is a checkpoint. Pages may have seen events that were not written down, so numbers go on beyond any of them.
 * Undefined where the run had come to its end.
 */
export function interruptedRecord({ view, document }: RunRecord): RunRecord | undefined {
  if (isOver(view)) return undefined
  const { position: _position, ...rest } = view
  const cure =
    view.checkpoint === undefined ? 'Start it again.' : `Resume it: it goes on with chunk ${view.checkpoint}.`
  const failure = { code: 'server-ended', message: `The server ended while this run went on. ${cure}` }
  return {
    view: { ...rest, state: 'failed', seq: view.seq + NUMBERS_LEFT_OUT, endedAt: Date.now(), failure },
    document,
  }
}
