/** Another program, perhaps another studio, listens where this one should. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError'
  readonly code = 'port-taken'

  constructor({ host, port, cause }: { readonly host: string; readonly port: number; readonly cause: unknown }) {
    super(
      `Port ${port} of ${host} is taken, perhaps by a studio that still runs at http://${host}:${port}. ` +
        'Open that one, end it, or start this one on a free port with `npm start -- --port 0`.',
      { cause },
    )
  }
}
