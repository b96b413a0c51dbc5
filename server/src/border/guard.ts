import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { RefusalReason } from '@frameloom/protocol'
import { ApiProblem } from '../api-problem.js'

/** Who may talk to the server. */
export interface GuardOptions {
  /** The server's own port, once it listens. */
  readonly port: () => number
  /** In lower case, as host:port. */
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly token: string | undefined
}

/** Name of the cookie that carries the token. */
export const TOKEN_COOKIE = 'frameloom-token'

/**
 * Keeps other web pages away from a server on this machine: a page that the user merely visits must reach no route and no
 * socket, neither by its own name (`Origin`) nor by a name that it makes point here (`Host`, DNS rebinding).
 */
export class Guard {
  readonly #options: GuardOptions

  constructor(options: GuardOptions) {
    this.#options = options
  }

  /** @throws ApiProblem foreign-host, foreign-origin */
  requireOwnPage(headers: IncomingHttpHeaders): void {
    if (!this.#isOwnHost(headers.host)) {
      throw refused(
        'foreign-host',
        `The Host header is '${headers.host ?? ''}', which is not this server: open it at ${this.#address}.`,
      )
    }
    const { origin } = headers
    if (origin !== undefined && !this.#isOwnOrigin(origin)) {
      throw refused('foreign-origin', `The page at '${origin}' may not use this server: open it at ${this.#address}.`)
    }
  }

  /** For requests that browsers send without an `Origin`. @throws ApiProblem foreign-origin */
  requireOwnSite(headers: IncomingHttpHeaders): void {
    const site = headers['sec-fetch-site']
    if (site === undefined || site === 'same-origin' || site === 'none') return
    throw refused(
      'foreign-origin',
      `Another site asked for this (Sec-Fetch-Site: ${String(site)}): open ${this.#address}.`,
    )
  }

  /** @param shown a token from a socket's handshake, beside those of the headers. @throws ApiProblem unauthorized */
  requireToken(headers: IncomingHttpHeaders, shown?: string): void {
    if (this.showsToken(headers, shown)) return
    throw refused(
      'unauthorized',
      'This server asks for its token: open the address that it printed when it was started.',
    )
  }

  /** Also true where none is asked for. */
  showsToken(headers: IncomingHttpHeaders, shown?: string): boolean {
    const { token } = this.#options
    if (token === undefined) return true
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
    return [shown, bearer, cookieOf(headers)].some((candidate) => candidate !== undefined && sameText(candidate, token))
  }

  get #address(): string {
    return addressOf(this.#options)
  }

  #isOwnHost(host: string | undefined): boolean {
    const { port, allowedHosts } = this.#options
    const names = ['127.0.0.1', 'localhost', '[::1]']
    // Browsers leave out the port that is everybody's.
    const own = [...names.map((name) => `${name}:${port()}`), ...(port() === 80 ? names : [])]
    return host !== undefined && [...own, ...allowedHosts].includes(host.toLowerCase())
  }

  #isOwnOrigin(origin: string): boolean {
    if (this.#options.allowedOrigins.includes(origin)) return true
    const [, scheme, host] = /^(https?):\/\/([^/]+)$/.exec(origin) ?? []
    // Without a port, https is another server of this machine.
    const isOther = scheme === 'https' && ['127.0.0.1', 'localhost', '[::1]'].includes(host ?? '')
    return !isOther && this.#isOwnHost(host)
  }
}

/** Where people open the studio: by the first name that it was given, else on this machine. */
export const addressOf = ({ port, allowedHosts: [name] }: Pick<GuardOptions, 'port' | 'allowedHosts'>): string =>
  `http://${name ?? `127.0.0.1:${port()}`}`

const refused = (reason: RefusalReason, message: string): ApiProblem => new ApiProblem(reason, message)

function cookieOf({ cookie = '' }: IncomingHttpHeaders): string | undefined {
  const found = cookie.split(/; */).find((pair) => pair.startsWith(`${TOKEN_COOKIE}=`))
  return found?.slice(TOKEN_COOKIE.length + 1)
}

/** In a time that tells nothing about where they differ. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
