import type { GraphDocument, ParamChange, TimelineEntry, Wire, WireExchange } from '@frameloom/graph'

/** Keeps changes made while a run goes on, so that its document repeats them. */
export class ChangeHistory {
  #document: GraphDocument
  #written: GraphDocument
  #changes: TimelineEntry[] = []
  #exchanges: WireExchange[] = []

  constructor(document: GraphDocument) {
    this.#document = document
    this.#written = document
  }

  /** The document as it was given, with the changes since then in its timeline and exchanges. */
  get document(): GraphDocument {
    return this.#document
  }

  /** `change` holds from `chunk` on. Of two changes of one parameter for one chunk, the later stays. */
  record(change: ParamChange, chunk: number): void {
    const { node, param } = change
    const others = this.#changes.filter((made) => made.chunk !== chunk || made.node !== node || made.param !== param)
    this.#changes = [...others, { ...change, chunk }]
    this.#document = { ...this.#document, timeline: [...this.#changes, ...(this.#written.timeline ?? [])] }
  }

  /** The document that it is recorded in, with `wires` holding from `chunk` on. */
  exchanged(document: GraphDocument, wires: readonly Wire[], chunk: number): GraphDocument {
    return { ...document, exchanges: [...this.#withMade(wires, chunk), ...(this.#written.exchanges ?? [])] }
  }

  /** Nodes and wires as `document` has them, and `wires` from `chunk` on; of two into one input, the later stays. */
  recordExchange(document: GraphDocument, wires: readonly Wire[], chunk: number): void {
    this.#exchanges = this.#withMade(wires, chunk)
    this.#written = { ...this.#written, nodes: document.nodes, wires: document.wires }
    this.#document = this.exchanged({ ...this.#document, nodes: document.nodes, wires: document.wires }, [], chunk)
  }

  #withMade(wires: readonly Wire[], chunk: number): WireExchange[] {
    const ends = new Set(wires.map(endOf))
    const others = this.#exchanges.filter((made) => made.chunk !== chunk || !ends.has(endOf(made)))
    return [...others, ...wires.map(({ from, to }) => ({ chunk, from, to }))]
  }
}

const endOf = ({ to }: Pick<Wire, 'to'>): string => JSON.stringify([to.node, to.port])
