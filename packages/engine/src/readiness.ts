/** Which node may start: counts what each still waits for. */
export class Readiness<Id> {
  readonly #waitsFor = new Map<Id, number>()
  readonly #readers = new Map<Id, Id[]>()

  /** @param sources what each node reads from, by node; a node read twice counts once */
  constructor(sources: ReadonlyMap<Id, ReadonlySet<Id>>) {
    for (const [id, from] of sources) {
      this.#waitsFor.set(id, from.size)
      for (const source of from) {
        const readers = this.#readers.get(source)
        if (readers === undefined) this.#readers.set(source, [id])
        else readers.push(id)
      }
    }
  }

  /** Nodes that wait for nothing from the start. */
  first(): Id[] {
    return [...this.#waitsFor].filter(([, count]) => count === 0).map(([id]) => id)
  }

  /** The outputs of `id` are there: returns the nodes that waited only for them. */
  settle(id: Id): Id[] {
    return (this.#readers.get(id) ?? []).filter((reader) => {
      const count = (this.#waitsFor.get(reader) ?? 0) - 1
      this.#waitsFor.set(reader, count)
      return count === 0
    })
  }
}
