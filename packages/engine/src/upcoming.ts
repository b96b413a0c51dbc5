import type { Graph, TimelineEntry, WireExchange } from '@frameloom/graph'
import { entriesNotIn } from './entries-not-in.js'

/** What a document asks for at later chunks. */
export interface Asked {
  readonly params: readonly TimelineEntry[]
  readonly wires: readonly WireExchange[]
}

/** What the document of a run asks for at chunks that no node has begun, in the order of chunks. */
export class Upcoming {
  #params: readonly TimelineEntry[]
  #wires: readonly WireExchange[]

  /** @param after a chunk: what comes later is upcoming */
  constructor({ timeline, exchanges }: Pick<Graph, 'timeline' | 'exchanges'>, after: number) {
    this.#params = timeline.filter(({ chunk }) => chunk > after)
    this.#wires = exchanges.filter(({ chunk }) => chunk > after)
  }

  get params(): readonly TimelineEntry[] {
    return this.#params
  }

  get wires(): readonly WireExchange[] {
    return this.#wires
  }

  /** The first chunk from which on something else is asked for; infinite where nothing is. */
  get next(): number {
    const never = Number.POSITIVE_INFINITY
    return Math.min(this.#params[0]?.chunk ?? never, this.#wires[0]?.chunk ?? never)
  }

  /** What is asked for at `next`. */
  due(): Asked {
    const { next } = this
    return {
      params: this.#params.filter(({ chunk }) => chunk === next),
      wires: this.#wires.filter(({ chunk }) => chunk === next),
    }
  }

  /** What was due holds now. */
  pass(due: Asked): void {
    this.#params = this.#params.slice(due.params.length)
    this.#wires = this.#wires.slice(due.wires.length)
  }

  /** These are asked for no more, by what they say. */
  drop({ params = [], wires = [] }: Partial<Asked>): void {
    this.#params = entriesNotIn(this.#params, params)
    this.#wires = entriesNotIn(this.#wires, wires)
  }
}
