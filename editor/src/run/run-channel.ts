import { type JsonValue, nodeId } from '@frameloom/graph'
import { type RunView, type StudioEvent, type Tier, requests, withEvent } from '@frameloom/protocol'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FrameScreen } from './frame-screen.js'
import type { WireExchange } from './live-wires.js'
import { idle, type RunState } from './run-state.js'
import type { StudioSocket } from './studio-socket.js'

type RunId = RunView['run']

export interface ChannelOptions {
  readonly socket: StudioSocket
  readonly screen: FrameScreen
  /** Told in one sentence why something asked for was refused. */
  readonly refused: (message: string) => void
}

/** The run that this page watches: its view, kept by events, and what can be asked of it. */
export class RunChannel {
  readonly store: StoreApi<RunState> = createStore(() => idle)
  readonly #options: ChannelOptions
  #previews: Readonly<Record<string, Tier>> = {}

  constructor(options: ChannelOptions) {
    this.#options = options
    const { socket, screen } = options
    socket.on('connect', () => {
      this.store.setState({ connection: 'live', refusal: undefined })
      const run = this.store.getState().view?.run
      if (run !== undefined) void this.watch(run)
    })
    socket.on('disconnect', () => this.store.setState({ connection: 'lost' }))
    socket.on('connect_error', (error) => {
      const willRetry = socket.active
      this.store.setState({
        connection: willRetry ? 'lost' : 'refused',
        refusal: willRetry ? undefined : error.message,
      })
    })
    socket.on('run:event', (event) => this.#take(event))
    socket.on('run:frame', (header, jpeg, drawn) => {
      if (header.run !== this.#run) drawn()
      else void screen.show({ header, jpeg: jpeg as Uint8Array<ArrayBuffer>, drawn })
    })
    socket.on('run:deleted', (run) => {
      if (run === this.#run) this.forget()
    })
  }

  get view(): RunView | undefined {
    return this.store.getState().view
  }

  get #run(): RunId | undefined {
    return this.view?.run
  }

  /** Starts a document and watches it. Resolves to whether it was accepted. */
  async start(request: { readonly document: unknown; readonly documentId?: string }): Promise<boolean> {
    this.store.setState({ asking: true })
    const reply = await this.#options.socket.emitWithAck('run:start', request)
    this.store.setState({ asking: false })
    if (!reply.ok) {
      this.#options.refused(reply.error.message)
      return false
    }
    this.#options.screen.clear()
    this.store.setState({ view: reply.view })
    await this.watch(reply.view.run)
    return true
  }

  /** Follows a run: from where the page stands if it has seen it before, else from its view. */
  async watch(run: RunId): Promise<void> {
    const known = this.view?.run === run ? this.view : undefined
    const after = known === undefined || known.seq < 0 ? {} : { after: known.seq }
    const reply = await this.#options.socket.emitWithAck('run:watch', { run, ...after, previews: this.#asked() })
    if (!reply.ok) return this.#options.refused(reply.error.message)
    if (reply.from === 'view') this.store.setState({ view: reply.view })
    else for (const event of reply.events) this.#take(event)
  }

  /** Pictures wanted, by node. */
  preview(previews: Readonly<Record<string, Tier>>): void {
    this.#previews = previews
    const run = this.#run
    if (run !== undefined && this.#options.socket.connected) void this.watch(run)
  }

  async stop(how: 'after-chunk' | 'now'): Promise<void> {
    const run = this.#run
    if (run !== undefined) this.#taken(await this.#options.socket.emitWithAck('run:stop', { run, how }))
  }

  async pause(): Promise<void> {
    const run = this.#run
    if (run !== undefined) this.#taken(await this.#options.socket.emitWithAck('run:pause', { run }))
  }

  async resume(): Promise<void> {
    const run = this.#run
    if (run !== undefined) this.#taken(await this.#options.socket.emitWithAck('run:resume', { run }))
  }

  /** Changes a live parameter; the run's view then says from which chunk on it holds. */
  async set(change: { readonly node: string; readonly param: string; readonly value: JsonValue }): Promise<void> {
    const run = this.#run
    if (run === undefined) return
    const { node, param, value } = change
    const json = JSON.parse(JSON.stringify(value)) as null | boolean | number | string
    const reply = await this.#options.socket.emitWithAck('run:set', {
      run,
      node: nodeId.parse(node),
      param,
      value: json,
    })
    if (!reply.ok) this.#options.refused(reply.error.message)
  }

  /**
   * Feeds live inputs by other wires; the run's view then says from which chunk on, and what became of what was kept. Resolves
   * to whether the run takes it.
   */
  async exchange({ nodes, wires }: WireExchange): Promise<boolean> {
    const run = this.#run
    if (run === undefined) return false
    const request = requests['run:exchange'].request.parse({ run, nodes, wires })
    const reply = await this.#options.socket.emitWithAck('run:exchange', request)
    if (!reply.ok) this.#options.refused(reply.error.message)
    return reply.ok
  }

  /** Shows no run any more. */
  forget(): void {
    const run = this.#run
    if (run !== undefined && this.#options.socket.connected)
      this.#options.socket.emit('run:unwatch', { run }, () => undefined)
    this.store.setState({ view: undefined })
    this.#options.screen.clear()
  }

  #asked(): Record<RunView['order'][number], Tier> {
    return Object.fromEntries(Object.entries(this.#previews)) as Record<RunView['order'][number], Tier>
  }

  #taken(reply: { ok: true; view: RunView } | { ok: false; error: { message: string } }): void {
    if (!reply.ok) this.#options.refused(reply.error.message)
    else if (reply.view.run === this.#run && reply.view.seq >= (this.view?.seq ?? -1))
      this.store.setState({ view: reply.view })
  }

  #take(event: StudioEvent): void {
    const { view } = this.store.getState()
    if (view?.run === event.run) this.store.setState({ view: withEvent(view, event) })
  }
}
