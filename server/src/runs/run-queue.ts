/** A run's turn on a device; disposing it gives the device to the next one. */
export type Turn = Disposable

export interface QueueState {
  readonly device: string
  readonly running: number
  readonly waiting: number
}

/** A run that waits for a device. */
export interface QueueRequest {
  readonly device: string
  /** Told how many are before it, at once and whenever that changes. */
  readonly onPosition: (position: number) => void
  /** Leaves the queue. */
  readonly signal: AbortSignal
}

/** Runs wait for their device in the order in which they came. One of three doors to what several machines would share. */
export interface RunQueue {
  /** @throws the signal's reason where it was aborted before the turn came */
  enter(request: QueueRequest): Promise<Turn>
  states(): readonly QueueState[]
}
