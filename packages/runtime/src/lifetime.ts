import { RuntimeError } from './runtime-error.js'

/**
 * Keeps a native object alive until its owner has closed it and every user has let go. Releasing it earlier, say under a
 * running inference, is a crash.
 */
export class Lifetime {
  readonly #what: string
  readonly #free: () => void
  #users = 0
  #open = true
  #freed = false
  #whenFree: (() => void)[] = []

  /** @param what names the object in errors; `free` is called exactly once, at the end. */
  constructor(what: string, free: () => void) {
    this.#what = what
    this.#free = free
  }

  get open(): boolean {
    return this.#open
  }

  /** @throws RuntimeError `disposed` once the owner has closed it */
  requireOpen(): void {
    if (this.#open) return
    throw new RuntimeError('disposed', {
      reason: `${this.#what} was disposed`,
      cure: 'open it again, or dispose it only after its last use',
    })
  }

  /**
   * Counts one more user, also after the owner has closed, as long as another user keeps the object alive.
   * @throws RuntimeError `disposed` once it is freed
   */
  enter(): void {
    if (this.#freed) this.requireOpen()
    this.#users += 1
  }

  /** One user lets go. */
  leave(): void {
    this.#users -= 1
    this.#settle()
  }

  /** The owner lets go; may be called again. Resolves when the object is freed. */
  close(): Promise<void> {
    const freed = new Promise<void>((resolve) => this.#whenFree.push(resolve))
    this.#open = false
    this.#settle()
    return freed
  }

  #settle(): void {
    if (this.#open || this.#users > 0) return
    if (!this.#freed) {
      this.#freed = true
      this.#free()
    }
    for (const resolve of this.#whenFree) resolve()
    this.#whenFree = []
  }
}
