import type { GraphDocument, NodeId } from '@frameloom/graph'
import {
  isOver,
  type RunSummary,
  runSummary,
  type RunView,
  type StudioEvent,
  type StudioEventBody,
  withEvent,
} from '@frameloom/protocol'
import { EventRing } from './event-ring.js'
import type { Broadcast, Picture } from './broadcast.js'
import type { RunRecord } from './run-files.js'

/** Events that a viewer may have missed and still gets one by one; who missed more gets the whole view. */
const KEPT_EVENTS = 1000

/** Milliseconds between two words to the lists of runs on how far a run is. */
const PROGRESS_MS = 1000

/** Events after which a run has another state or place. */
const OTHER_STATE: ReadonlySet<StudioEvent['type']> = new Set([
  'run-queued',
  'run-starting',
  'run-started',
  'run-paused',
  'run-resumed',
  'run-finished',
  'run-stopped',
  'run-failed',
])

export interface StudioRunOptions {
  readonly record: RunRecord
  readonly broadcast: Broadcast
  /** Told when the run has another state or place in its queue. */
  readonly onState: (view: RunView) => void
  /** Told when what is kept on disk has changed. */
  readonly onRecord: (record: RunRecord) => void
}

/** A run as the server knows it, whether or not a process works on it now. */
export class StudioRun {
  readonly #options: StudioRunOptions
  readonly #ring = new EventRing(KEPT_EVENTS)
  /** The last picture of each node and size. */
  readonly #pictures = new Map<string, Picture>()
  /** By the monotonic clock, which sleep and corrections of the system time do not move. */
  #progressAt = Number.NEGATIVE_INFINITY
  #view: RunView
  #document: GraphDocument

  constructor(options: StudioRunOptions) {
    this.#options = options
    this.#view = options.record.view
    this.#document = options.record.document
  }

  get view(): RunView {
    return this.#view
  }

  get summary(): RunSummary {
    return runSummary.parse(this.#view)
  }

  /** Changes made while it ran stand in its timeline. */
  get document(): GraphDocument {
    return this.#document
  }

  set document(document: GraphDocument) {
    this.#document = document
    this.#keep()
  }

  /** Numbers an event, takes it in and passes it on. */
  tell(body: StudioEventBody, at = Date.now()): void {
    const { run, seq } = this.#view
    const event: StudioEvent = { ...body, run, seq: seq + 1, at }
    this.#view = withEvent(this.#view, event)
    this.#ring.push(event)
    this.#options.broadcast.event(event)
    const listed = OTHER_STATE.has(event.type)
    if (listed || event.type === 'file-saved' || this.#isProgress(event)) this.#options.broadcast.summary(this.summary)
    if (listed) this.#options.onState(this.#view)
    if (listed || event.type === 'checkpoint-saved' || event.type === 'file-saved') this.#keep()
    if (isOver(this.#view)) this.#shrink()
  }

  show(picture: Picture): void {
    const { node, tier } = picture.header
    this.#pictures.set(`${tier} ${node}`, picture)
    this.#options.broadcast.picture(picture)
  }

  /** The latest pictures, for a new viewer: of each node and size, or one per node once the run is over. */
  get lastPictures(): readonly Picture[] {
    return [...this.#pictures.values()]
  }

  /** Events after `seq`, or undefined where only the whole view helps. */
  eventsAfter(seq: number): StudioEvent[] | undefined {
    return seq === this.#view.seq ? [] : this.#ring.after(seq)
  }

  /** Another chunk, a while after the last one that lists were told of. */
  #isProgress({ type }: StudioEvent): boolean {
    const now = performance.now()
    if (type !== 'chunk-finished' || now - this.#progressAt < PROGRESS_MS) return false
    this.#progressAt = now
    return true
  }

  /** A run that is over holds no more than its view and what it showed last: who comes late gets the view. */
  #shrink(): void {
    this.#ring.clear()
    const newest = new Map<NodeId, Picture>()
    for (const picture of this.#pictures.values()) {
      const { node, at } = picture.header
      if (at >= (newest.get(node)?.header.at ?? 0)) newest.set(node, picture)
    }
    this.#pictures.clear()
    for (const [node, picture] of newest) this.#pictures.set(`${picture.header.tier} ${node}`, picture)
  }

  #keep(): void {
    this.#options.onRecord({ view: this.#view, document: this.#document })
  }
}
