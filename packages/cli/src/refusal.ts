export type RefusalCode =
  'checkpoint-mismatch' | 'document-unreadable' | 'inputs-invalid' | 'not-writable' | 'nothing-left'

/** What the command line turns down. The message is one sentence: place, found, expected, cure. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
