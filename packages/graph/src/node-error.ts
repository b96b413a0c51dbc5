/**
 * Thrown by `execute` for what people can mend. It ends the run, or refuses the change that led to it.
 * @example throw new NodeError('window-too-long', 'The cache spans 24 latent frames, but the model was trained on 21. ...')
 */
export class NodeError extends Error {
  override readonly name = 'NodeError'
  /** Kebab-case, for programs. */
  readonly code: string
  /** The input concerned: where the problem is shown. */
  readonly port: string | undefined

  /** @param message one sentence with place, found, expected and cure */
  constructor(code: string, message: string, options: ErrorOptions & { readonly port?: string } = {}) {
    super(message, options)
    this.code = code
    this.port = options.port
  }
}
