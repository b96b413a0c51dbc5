import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** Thrown where whoever read our output has closed it (`frameloom plan ... | head`): the end of the work, no failure. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone'
}

/** Writes lines at the pace of their reader. */
export class LineWriter {
  readonly #stream: Writable
  #failure: NodeJS.ErrnoException | undefined
  #isMute = false

  constructor(stream: Writable) {
    this.#stream = stream
    stream.on('error', (cause) => {
      this.#failure = cause
    })
  }

  /** Resolves when the stream takes more. @throws ReaderGone */
  async line(text: string): Promise<void> {
    await this.text(`${text}\n`)
  }

  /** One JSON value on one line. @throws ReaderGone */
  async json(value: unknown): Promise<void> {
    await this.line(JSON.stringify(value))
  }

  /** From now on everything is dropped, and no failure of the stream told: the terminal behind it is gone. */
  mute(): void {
    this.#isMute = true
  }

  /** Without an end of line. @throws ReaderGone */
  async text(text: string): Promise<void> {
    if (this.#isMute) return
    this.#refuseIfGone()
    if (this.#stream.write(text)) return
    await once(this.#stream, 'drain').catch((cause: NodeJS.ErrnoException) => {
      this.#failure = cause
    })
    this.#refuseIfGone()
  }

  #refuseIfGone(): void {
    if (this.#isMute || this.#failure === undefined) return
    throw this.#failure.code === 'EPIPE' ? new ReaderGone('Nobody reads the output any more.') : this.#failure
  }
}
