import type { RunView } from '@frameloom/protocol'

/** `lost`: connecting again. `refused`: the server will not have this page, and says why. */
export type Connection = 'connecting' | 'live' | 'lost' | 'refused'

export interface ChannelState {
  readonly connection: Connection
  /** Why the server refused the connection. */
  readonly refusal: string | undefined
  /** The run that this page watches. */
  readonly view: RunView | undefined
  /** How the run was asked to stop, until it has. */
  readonly stopping: 'after-chunk' | 'now' | undefined
}

export const idle: ChannelState = {
  connection: 'connecting',
  refusal: undefined,
  view: undefined,
  stopping: undefined,
}

/** Does the run make frames, or will it by itself? */
export const isActive = (view: Pick<RunView, 'state'> | undefined): boolean =>
  view !== undefined && ['queued', 'starting', 'running', 'paused'].includes(view.state)
