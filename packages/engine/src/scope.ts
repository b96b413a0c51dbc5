/** Owns resources and releases each exactly once, the last one first. */
export class Scope implements AsyncDisposable {
  readonly #owned: (Disposable | AsyncDisposable)[] = []
  #closed = false

  /**
   * Takes a resource over and returns it.
   * @throws Error when the scope has already been released: the resource stays with the caller
   */
  own<T extends Disposable | AsyncDisposable>(resource: T): T {
    if (this.#closed) throw new Error('The run is over and takes no more resources. Release it where it was made.')
    this.#owned.push(resource)
    return resource
  }

  /**
   * Releases everything, also where some releases fail.
   * @throws AggregateError of all that failed
   */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await releaseAll(this.#owned)
  }
}

/**
 * Empties `resources` from its end, releasing each.
 * @throws AggregateError of all that failed, after the last one
 */
export async function releaseAll(resources: (Disposable | AsyncDisposable)[]): Promise<void> {
  const errors: unknown[] = []
  for (let resource = resources.pop(); resource !== undefined; resource = resources.pop()) {
    try {
      if (Symbol.asyncDispose in resource) await resource[Symbol.asyncDispose]()
      else resource[Symbol.dispose]()
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `Releasing failed: ${errors.map(String).join('; ')}`)
}
