import { open, rm, stat } from 'node:fs/promises'

/**
 * The name of a new file: one that is there already is kept, and the new one gets a number, as videos do: `a.x`, `a-2.x`.
 * The name is claimed by an empty file, so that two programs never choose the same; one that nobody has filled is removed.
 */
export class NumberedFile implements AsyncDisposable {
  readonly #stem: () => string
  readonly #ending: string
  #path: string | undefined

  /** @param stem its path without number and ending, asked for when the name is claimed */
  constructor(stem: () => string, ending: string) {
    this.#stem = stem
    this.#ending = ending
  }

  /** Its path, claimed with the first call. @throws the system's error */
  async claimed(): Promise<string> {
    const stem = this.#stem()
    for (let number = 1; this.#path === undefined; number++) {
      const path = `${stem}${number === 1 ? '' : `-${number}`}${this.#ending}`
      if (await created(path)) this.#path = path
    }
    return this.#path
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#path !== undefined && (await isEmpty(this.#path))) await rm(this.#path)
  }
}

async function created(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** False also where it is gone. */
const isEmpty = (path: string): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size === 0,
    () => false,
  )
