import type { GraphDocument, ParamChange, TimelineEntry } from '@frameloom/graph'

/** Keeps changes made while a run goes on, so that its document repeats them. */
export class ChangeHistory {
  #document: GraphDocument
  readonly #written: GraphDocument
  #changes: TimelineEntry[] = []

  constructor(document: GraphDocument) {
    this.#document = document
    this.#written = document
  }

  /** The document as it was given, with the changes since then in its timeline. */
  get document(): GraphDocument {
    return this.#document
  }

  /** `change` holds from `chunk` on. Of two changes of one parameter for one chunk, the later stays. */
  record(change: ParamChange, chunk: number): void {
    const { node, param } = change
    const others = this.#changes.filter((made) => made.chunk !== chunk || made.node !== node || made.param !== param)
    this.#changes = [...others, { ...change, chunk }]
    this.#document = { ...this.#written, timeline: [...this.#changes, ...(this.#written.timeline ?? [])] }
  }
}
