import { releaseAll, Scope } from './scope.js'

/** The outputs of one node of values, by port. */
export type Outputs = Readonly<Record<string, unknown>>

interface Entry {
  readonly signature: string | undefined
  readonly scope: Scope
  readonly parents: readonly Entry[]
  readonly outputs: Promise<Outputs>
  users: number
}

/** The right to use outputs until it is disposed of. */
export interface Lease extends AsyncDisposable {
  readonly signature: string | undefined
  readonly outputs: Outputs
  /** They were there already. */
  readonly reused: boolean
  /**
   * Gives the right back, once.
   * @throws AggregateError when releasing what the outputs own fails
   */
  [Symbol.asyncDispose](): Promise<void>
}

export interface OutputRequest {
  /** What the outputs are a function of; `undefined`: never kept, never shared. */
  readonly signature: string | undefined
  /** Leases of what the outputs were made from: it lives as long as they do. */
  readonly parents: readonly Lease[]
  /** Makes the outputs; what it hands to the scope is released with them. */
  readonly produce: (scope: Scope) => Promise<Outputs>
}

/**
 * Outputs of nodes of values, kept between runs by what they are a function of. Drops the longest unused ones beyond its
 * capacity, and never what a run uses or what kept outputs were made from.
 */
export class OutputStore implements AsyncDisposable {
  readonly #capacity: number
  /** The longest unused first. */
  readonly #entries = new Map<string, Entry>()
  readonly #entryOf = new WeakMap<Lease, Entry>()

  /** @param options.capacity how many nodes' outputs are kept, from 0 up */
  constructor({ capacity }: { readonly capacity: number }) {
    this.#capacity = capacity
  }

  /** Outputs kept now, used ones included. */
  get size(): number {
    return this.#entries.size
  }

  /**
   * Takes kept outputs, or makes them. Who asks for what another run is making waits for it, and makes it itself where
   * that fails.
   * @throws whatever `produce` throws
   */
  async acquire(request: OutputRequest): Promise<Lease> {
    const { signature } = request
    for (;;) {
      const kept = signature === undefined ? undefined : this.#entries.get(signature)
      if (kept === undefined) return this.#produced(request)
      kept.users++
      try {
        const outputs = await kept.outputs
        this.#touch(kept)
        return this.#lease(kept, outputs, true)
      } catch {
        // The run that made it reports why it failed; here it only means that nothing was kept.
        kept.users--
      }
    }
  }

  /**
   * Drops everything that no run uses.
   * @throws AggregateError of all releases that failed
   */
  async clear(): Promise<void> {
    for (let before = Number.POSITIVE_INFINITY; this.size < before;) {
      before = this.size
      await this.#trimTo(0)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.clear()
  }

  async #produced({ signature, parents, produce }: OutputRequest): Promise<Lease> {
    const scope = new Scope()
    const entry: Entry = {
      signature,
      scope,
      parents: parents.map((lease) => this.#entryOf.get(lease)).filter((parent) => parent !== undefined),
      outputs: produce(scope),
      users: 1,
    }
    if (signature !== undefined) this.#entries.set(signature, entry)
    for (const parent of entry.parents) parent.users++
    try {
      return this.#lease(entry, await entry.outputs, false)
    } catch (error) {
      entry.users--
      await this.#drop(entry)
      throw error
    }
  }

  #lease(entry: Entry, outputs: Outputs, reused: boolean): Lease {
    let released = false
    const lease: Lease = {
      signature: entry.signature,
      outputs,
      reused,
      [Symbol.asyncDispose]: async () => {
        if (released) return
        released = true
        await this.#leave(entry)
      },
    }
    this.#entryOf.set(lease, entry)
    return lease
  }

  async #leave(entry: Entry): Promise<void> {
    entry.users--
    if (entry.users > 0) return
    if (entry.signature === undefined) await this.#drop(entry)
    else {
      this.#touch(entry)
      await this.#trimTo(this.#capacity)
    }
  }

  #touch(entry: Entry): void {
    if (entry.signature === undefined) return
    this.#entries.delete(entry.signature)
    this.#entries.set(entry.signature, entry)
  }

  async #trimTo(capacity: number): Promise<void> {
    const dropped: AsyncDisposable[] = []
    for (const entry of this.#entries.values()) {
      if (this.#entries.size <= capacity) break
      if (entry.users > 0 || entry.signature === undefined) continue
      this.#entries.delete(entry.signature)
      dropped.unshift({ [Symbol.asyncDispose]: () => this.#drop(entry) })
    }
    await releaseAll(dropped)
  }

  async #drop(entry: Entry): Promise<void> {
    if (entry.signature !== undefined && this.#entries.get(entry.signature) === entry) {
      this.#entries.delete(entry.signature)
    }
    await releaseAll([...entry.parents.map((parent) => this.#parentHold(parent)), entry.scope])
  }

  #parentHold(parent: Entry): AsyncDisposable {
    return { [Symbol.asyncDispose]: () => this.#leave(parent) }
  }
}
