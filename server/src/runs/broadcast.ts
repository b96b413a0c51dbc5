import type { RunId } from '@frameloom/graph'
import type { FrameHeader, RunSummary, StudioEvent } from '@frameloom/protocol'

/** A picture on its way to viewers, encoded. */
export interface Picture {
  readonly header: FrameHeader
  readonly jpeg: Uint8Array
}

/** Where a run's news go, to any number of viewers. One of three doors to what several machines would share. */
export interface Broadcast {
  /** To all who watch the run; each exactly once, in order. */
  event(event: StudioEvent): void
  /** To those who want pictures of this node in this size, as many as each of them keeps up with. */
  picture(picture: Picture): void
  /** To everybody. */
  summary(summary: RunSummary): void
  /** To everybody. */
  deleted(run: RunId): void
}
