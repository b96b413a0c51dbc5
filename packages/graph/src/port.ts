import type { SocketType } from './socket.js'

/** How a port is fed: `value` once per run, `stream` once per chunk. */
export type Flow = 'value' | 'stream'

/** One named place of a node where a wire may end (input) or begin (output). Made by `port` and `stream`. */
export interface Port<T = unknown, F extends Flow = Flow> {
  readonly socket: SocketType<T>
  readonly flow: F
  /** One sentence for people: what to connect here, or what comes out. */
  readonly help: string
  /** An input whose value may be another one from a chunk boundary on. */
  readonly live: boolean
  /** An input that may stay without a wire. */
  readonly optional: boolean
  /** Static facts about an output, read by the `conflicts` of the nodes it is wired to. */
  readonly traits: readonly string[]
}

/** Ports by name, in the order in which a card shows them. */
export type Ports = Readonly<Record<string, Port>>

/** What an executor sees of its ports: the value itself, or an async iterable of one value per chunk. */
export type PortValues<P extends Ports> = {
  readonly [K in keyof P]: P[K] extends Port<infer T, infer F> ? (F extends 'stream' ? AsyncIterable<T> : T) : never
}

export interface PortOptions {
  /** For an input: its value may change during a run. The new one arrives with the node's next chunk boundary. */
  readonly live?: boolean
  /** For an input: it may stay without a wire; the executor then reads `undefined`. */
  readonly optional?: boolean
  /** For an output: static facts about what it carries, for example `['folds-keys']`. */
  readonly traits?: readonly string[]
}

/** A port that carries one value per run. */
export function port<T>(
  socket: SocketType<T>,
  help: string,
  options: PortOptions & { readonly optional: true },
): Port<T | undefined, 'value'>
export function port<T>(socket: SocketType<T>, help: string, options?: PortOptions): Port<T, 'value'>
export function port<T>(socket: SocketType<T>, help: string, options: PortOptions = {}): Port<T, 'value'> {
  const { live = false, optional = false, traits = [] } = options
  return { socket, flow: 'value', help, live, optional, traits }
}

/**
 * A port that carries one value per chunk. An input is read with `for await`; what it does not ask for is not computed.
 * An output is any async iterable, usually an async generator.
 */
export function stream<T>(
  socket: SocketType<T>,
  help: string,
  options: Omit<PortOptions, 'live'> & { readonly optional: true },
): Port<T | undefined, 'stream'>
export function stream<T>(socket: SocketType<T>, help: string, options?: Omit<PortOptions, 'live'>): Port<T, 'stream'>
export function stream<T>(socket: SocketType<T>, help: string, options: PortOptions = {}): Port<T, 'stream'> {
  const { optional = false, traits = [] } = options
  return { socket, flow: 'stream', help, live: false, optional, traits }
}
