import type {
  GraphDocument,
  GraphIssue,
  NodeId,
  ParamChange,
  TimelineEntry,
  Wire,
  WireExchange,
} from '@frameloom/graph'
import { documentTooLarge } from './document-too-large.js'
import { entriesNotIn } from './entries-not-in.js'

/** Keeps changes made while a run goes on, so that its document repeats them. */
export class ChangeHistory {
  #document: GraphDocument
  #written: GraphDocument
  #changes: TimelineEntry[] = []
  #exchanges: WireExchange[] = []

  /** @param saved the document of the checkpoint that the run goes on from: what `document` has beyond it was changed later */
  constructor(document: GraphDocument, saved: GraphDocument = document) {
    const { timeline = [], exchanges = [] } = document
    this.#document = document
    this.#changes = entriesNotIn(timeline, saved.timeline)
    this.#exchanges = entriesNotIn(exchanges, saved.exchanges)
    this.#written = {
      ...document,
      timeline: timeline.filter((entry) => !this.#changes.includes(entry)),
      exchanges: exchanges.filter((exchange) => !this.#exchanges.includes(exchange)),
    }
  }

  /** The document as it was given, with the changes since then in its timeline and exchanges. */
  get document(): GraphDocument {
    return this.#document
  }

  /** Entries made before that would come at `chunk` or later, and that a change made now takes the place of. */
  superseded({ node, param }: ParamChange, chunk: number): readonly TimelineEntry[] {
    return this.#changes.filter((made) => made.chunk >= chunk && made.node === node && made.param === param)
  }

  /** Exchanges made before that would come at `chunk` or later, and that `wires` take the place of. */
  supersededWires(wires: readonly Wire[], chunk: number): readonly WireExchange[] {
    const ends = new Set(wires.map(endOf))
    return this.#exchanges.filter((made) => made.chunk >= chunk && ends.has(endOf(made)))
  }

  /** `change` holds from `chunk` on, in the place of what was made for the same parameter and that chunk or a later one. */
  record(change: ParamChange, chunk: number): void {
    this.#changes = this.#withChange(change, chunk)
    this.#document = this.#changedBy(this.#changes)
  }

  /** Why the document cannot keep `change` from `chunk` on, if it cannot. */
  tooLargeWith(change: ParamChange, chunk: number): GraphIssue | undefined {
    return documentTooLarge(this.#changedBy(this.#withChange(change, chunk)))
  }

  /**
   * Entries that hold no more when `nodes` come in at `chunk` with parameters of their own: what was changed of them while it
   * ran, and what the document asked for up to then.
   */
  obsolete(nodes: ReadonlySet<NodeId>, chunk: number): readonly TimelineEntry[] {
    const written = this.#written.timeline ?? []
    return [...this.#changes, ...written.filter((entry) => entry.chunk <= chunk)].filter(({ node }) => nodes.has(node))
  }

  /** `document` as it is when `nodes` come in at `chunk`. */
  withAdded(document: GraphDocument, nodes: ReadonlySet<NodeId>, chunk: number): GraphDocument {
    const gone = this.obsolete(nodes, chunk)
    if (gone.length === 0) return document
    return { ...document, timeline: entriesNotIn(document.timeline ?? [], gone) }
  }

  /** `nodes` come in at `chunk`. */
  recordAdded(nodes: ReadonlySet<NodeId>, chunk: number): void {
    this.#document = this.withAdded(this.#document, nodes, chunk)
    this.#written = this.withAdded(this.#written, nodes, chunk)
    this.#changes = this.#changes.filter(({ node }) => !nodes.has(node))
  }

  /** The document that it is recorded in, with `wires` holding from `chunk` on. */
  exchanged(document: GraphDocument, wires: readonly Wire[], chunk: number): GraphDocument {
    return { ...document, exchanges: [...this.#withMade(wires, chunk), ...(this.#written.exchanges ?? [])] }
  }

  /**
   * Nodes and wires as `document` has them, and `wires` from `chunk` on, in the place of what was made for the same inputs and
   * that chunk or a later one.
   */
  recordExchange(document: GraphDocument, wires: readonly Wire[], chunk: number): void {
    this.#exchanges = this.#withMade(wires, chunk)
    this.#written = { ...this.#written, nodes: document.nodes, wires: document.wires }
    this.#document = this.exchanged({ ...this.#document, nodes: document.nodes, wires: document.wires }, [], chunk)
  }

  #withChange(change: ParamChange, chunk: number): TimelineEntry[] {
    const gone = this.superseded(change, chunk)
    return [...this.#changes.filter((made) => !gone.includes(made)), { ...change, chunk }]
  }

  #changedBy(changes: readonly TimelineEntry[]): GraphDocument {
    return { ...this.#document, timeline: [...changes, ...(this.#written.timeline ?? [])] }
  }

  #withMade(wires: readonly Wire[], chunk: number): WireExchange[] {
    const gone = this.supersededWires(wires, chunk)
    return [
      ...this.#exchanges.filter((made) => !gone.includes(made)),
      ...wires.map(({ from, to }) => ({ chunk, from, to })),
    ]
  }
}

const endOf = ({ to }: Pick<Wire, 'to'>): string => JSON.stringify([to.node, to.port])
