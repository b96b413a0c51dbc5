import { GraphError } from './graph-error.js'
import type { Value } from './node-sink.js'

/** What values and nodes are called in one graph: unique names, and the scope of new ones. */
export class NameBook {
  readonly #nameOf = new Map<Value, string>()
  readonly #taken = new Set<string>()
  readonly #made = new Map<string, number>()
  #scope = ''

  /**
   * A new value called `name`.
   * @throws GraphError where the name is empty or taken
   */
  add(name: string): Value {
    this.#take(name)
    const nameOf = this.#nameOf
    const value: Value = {
      get name() {
        return nameOf.get(value) ?? name
      },
    }
    nameOf.set(value, name)
    return value
  }

  /**
   * Gives a value another name.
   * @throws GraphError where the name is empty or taken
   */
  rename(value: Value, name: string): void {
    if (value.name === name) return
    this.#take(name)
    this.#taken.delete(value.name)
    this.#nameOf.set(value, name)
  }

  /** A name in the current scope that no value has yet: `scope/Word_7`. */
  fresh(word: string): string {
    for (;;) {
      const count = this.#made.get(word) ?? 0
      this.#made.set(word, count + 1)
      const name = `${this.#scope}${word}_${count}`
      if (!this.#taken.has(name)) return name
    }
  }

  within<T>(scope: string, build: () => T): T {
    const outer = this.#scope
    this.#scope = `${outer}${scope}/`
    try {
      return build()
    } finally {
      this.#scope = outer
    }
  }

  /**
   * Requires a value of this graph; `place` says where it was used.
   * @throws GraphError for a value of another graph
   */
  requireKnown(value: Value, place: string): void {
    if (this.#nameOf.has(value)) return
    throw new GraphError(
      'foreign-value',
      `The value '${value.name}', used as ${place}, is not of this graph; use only values that this graph's own functions gave.`,
    )
  }

  #take(name: string): void {
    if (name === '') throw new GraphError('bad-argument', 'A value was given the empty name; give it one of its own.')
    if (this.#taken.has(name)) {
      throw new GraphError(
        'duplicate-name',
        `The graph already has a value called '${name}'; give each value its own name.`,
      )
    }
    this.#taken.add(name)
  }
}
