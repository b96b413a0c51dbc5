import { z } from 'zod'
import { type ApiError, apiError } from './api-error.js'
import type { FrameHeader } from './frame.js'
import { oneRun, paramChange, queuedChange, startRequest, stopHow, watchRequest, wireExchange } from './run-requests.js'
import { type RunSummary, runView } from './run-view.js'
import { type StudioEvent, studioEvent } from './studio-event.js'

/** Where a viewer begins: with the run as it stands, or with the events that it has missed. */
const beginning = z.discriminatedUnion('from', [
  z.object({ from: z.literal('view'), view: runView }),
  z.object({ from: z.literal('events'), events: z.array(studioEvent) }),
])

const view = z.object({ view: runView })

/** What a page may ask for over its socket: request and result, by event. */
export const requests = {
  /** Starts a run; watch it to see what it does. */
  'run:start': { request: startRequest, result: view },
  'run:stop': { request: oneRun.extend({ how: stopHow }), result: view },
  'run:pause': { request: oneRun, result: view },
  /** Resumes a paused run, or a stopped or failed one from its last checkpoint. */
  'run:resume': { request: oneRun, result: view },
  /** Changes a live parameter. */
  'run:set': { request: oneRun.extend(paramChange.shape), result: queuedChange },
  /** Feeds live inputs by other wires. */
  'run:exchange': { request: oneRun.extend(wireExchange.shape), result: queuedChange },
  /** From the reply on, `run:event` tells every later event, and `run:frame` shows the pictures asked for. */
  'run:watch': { request: watchRequest, result: beginning },
  'run:unwatch': { request: oneRun, result: z.object({}) },
} as const
export type RequestName = keyof typeof requests

/** The one reply to each request. */
export type Reply<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly error: ApiError }

export const failedReply = z.object({ ok: z.literal(false), error: apiError })

/** Events from page to server, as socket.io types them: `emitWithAck('run:watch', { run })`. */
export type ClientEvents = {
  [E in RequestName]: (
    request: z.input<(typeof requests)[E]['request']>,
    reply: (reply: Reply<z.output<(typeof requests)[E]['result']>>) => void,
  ) => void
}

/** Events from server to page. */
export interface ServerEvents {
  /** To every viewer of the run: ordered, never lost, each once. */
  'run:event': (event: StudioEvent) => void
  /**
   * To a viewer that asked for pictures of a node: the newest, as many as it draws. Call `drawn` once the picture is on the screen;
   * with `FRAME_CREDIT` pictures not drawn yet, no further one is sent, and then the newest only.
   */
  'run:frame': (header: FrameHeader, jpeg: ArrayBuffer | Uint8Array, drawn: () => void) => void
  /**
   * To everybody: a run was added, changed its state or its place in the queue, or began or finished a file; and every second or
   * so how far it is.
   */
  'run:summary': (summary: RunSummary) => void
  /** To everybody: a run was deleted. */
  'run:deleted': (run: RunSummary['run']) => void
}
