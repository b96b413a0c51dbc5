import { type Exchange, type JsonValue, nodeId } from '@frameloom/graph'
import {
  type ApiError,
  type Reply,
  type RunView,
  type StudioEvent,
  type Tier,
  requests,
  withEvent,
} from '@frameloom/protocol'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { idle, isActive, type ChannelState } from './channel-state.js'
import type { FrameScreen } from './frame-screen.js'
import type { StudioSocket } from './studio-socket.js'

type RunId = RunView['run']

type Answer = { readonly ok: true } | { readonly ok: false; readonly error: ApiError }

export interface ChannelOptions {
  readonly socket: StudioSocket
  readonly screen: FrameScreen
  /** Told in one sentence why something asked for was refused. */
  readonly refused: (message: string) => void
}

/** The run that this page watches: its view, kept by events, and what can be asked of it. */
export class RunChannel {
  readonly store: StoreApi<ChannelState> = createStore(() => idle)
  readonly #options: ChannelOptions
  /** The run that the studio was asked to tell of; its view may not have come yet. */
  #watched: RunId | undefined
  #turn = 0
  #previews: Readonly<Record<string, Tier>> = {}

  constructor(options: ChannelOptions) {
    this.#options = options
    const { socket, screen } = options
    this.store.subscribe(({ stopping, view }) => {
      if (stopping !== undefined && !isActive(view)) this.store.setState({ stopping: undefined })
    })
    socket.on('connect', () => {
      this.store.setState({ connection: 'live', refusal: undefined })
      const run = this.#watched
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
      if (run === this.#watched) this.forget()
    })
  }

  get view(): RunView | undefined {
    return this.store.getState().view
  }

  /** Another one whenever the page has turned to another run, or to none. */
  get turn(): number {
    return this.#turn
  }

  get #run(): RunId | undefined {
    return this.view?.run
  }

  /** Starts a document and watches it. Resolves to its run, `undefined` where it was not accepted. */
  async start(request: { readonly document: unknown; readonly documentId?: string }): Promise<RunId | undefined> {
    const reply = await this.#ask((socket) => socket.emitWithAck('run:start', request))
    if (reply?.ok !== true) return undefined
    this.forget()
    this.store.setState({ view: reply.view })
    await this.watch(reply.view.run)
    return reply.view.run
  }

  /**
   * Follows a run in place of the one before: from where the page stands if it has seen it, else from its view. Without a
   * connection it is followed once there is one.
   */
  async watch(run: RunId): Promise<void> {
    if (run !== this.#watched) this.#leave()
    this.#watched = run
    if (!this.#options.socket.connected) return
    const known = this.#run === run ? this.view : undefined
    const after = known === undefined || known.seq < 0 ? {} : { after: known.seq }
    const { socket } = this.#options
    const reply = await this.#reply(socket.emitWithAck('run:watch', { run, ...after, previews: this.#asked() }))
    // An answer that another run has overtaken.
    if (reply === undefined || this.#watched !== run) return
    if (!reply.ok) {
      if (reply.error.code === 'not-found') this.forget()
      return
    }
    if (reply.from === 'view') this.store.setState({ view: reply.view })
    else for (const event of reply.events) this.#take(event)
  }

  /** Pictures wanted, by node. */
  preview(previews: Readonly<Record<string, Tier>>): void {
    this.#previews = previews
    const run = this.#watched
    if (run !== undefined) void this.watch(run)
  }

  async stop(how: 'after-chunk' | 'now'): Promise<void> {
    const run = this.#run
    if (run === undefined) return
    this.store.setState({ stopping: how })
    const reply = await this.#ask((socket) => socket.emitWithAck('run:stop', { run, how }))
    if (reply?.ok !== true && run === this.#run) this.store.setState({ stopping: undefined })
    this.#taken(reply)
  }

  async pause(): Promise<void> {
    const run = this.#run
    if (run !== undefined) this.#taken(await this.#ask((socket) => socket.emitWithAck('run:pause', { run })))
  }

  async resume(): Promise<void> {
    const run = this.#run
    if (run !== undefined) this.#taken(await this.#ask((socket) => socket.emitWithAck('run:resume', { run })))
  }

  /**
   * Changes a live parameter; the run's view then says from which chunk on it holds. Resolves to whether the run takes it,
   * `undefined` where no answer came.
   */
  async set(change: {
    readonly node: string
    readonly param: string
    readonly value: JsonValue
  }): Promise<boolean | undefined> {
    const run = this.#run
    if (run === undefined) return undefined
    const { param } = change
    const node = nodeId.parse(change.node)
    const value = JSON.parse(JSON.stringify(change.value)) as null | boolean | number | string
    return (await this.#ask((socket) => socket.emitWithAck('run:set', { run, node, param, value })))?.ok
  }

  /**
   * Feeds live inputs by other wires; the run's view then says from which chunk on, and what became of what was kept. Resolves
   * to whether the run takes it, `undefined` where no answer came.
   */
  async exchange({ nodes, wires }: Exchange): Promise<boolean | undefined> {
    const run = this.#run
    if (run === undefined) return undefined
    const request = requests['run:exchange'].request.parse({ run, nodes, wires })
    return (await this.#ask((socket) => socket.emitWithAck('run:exchange', request)))?.ok
  }

  /** Shows no run any more. */
  forget(): void {
    this.#leave()
    this.store.setState({ view: undefined })
    this.#options.screen.clear()
  }

  /** The studio sends no more events and pictures of the run watched so far: it counts how many runs one page watches. */
  #leave(): void {
    const run = this.#watched
    this.#watched = undefined
    this.#turn++
    this.store.setState({ stopping: undefined })
    if (run !== undefined && this.#options.socket.connected)
      this.#options.socket.emit('run:unwatch', { run }, () => undefined)
  }

  /** The answer, told too where it is a refusal; `undefined`, and that told, where none comes for want of a connection. */
  async #ask<R extends Answer>(ask: (socket: StudioSocket) => Promise<R>): Promise<R | undefined> {
    const { socket, refused } = this.#options
    if (!socket.connected) {
      // socket.io would keep it and do it whenever the connection is back.
      refused('The studio cannot be reached now: try again once the page is connected.')
      return undefined
    }
    const reply = await this.#reply(ask(socket))
    if (reply === undefined)
      refused(
        'The connection was lost before the studio answered: once the page is connected again, check whether it was done.',
      )
    return reply
  }

  /** As it comes, a refusal told; `undefined` where the connection is lost before. */
  async #reply<R extends Answer>(asked: Promise<R>): Promise<R | undefined> {
    try {
      const reply = await asked
      if (!reply.ok) this.#options.refused(reply.error.message)
      return reply
    } catch (cause) {
      if (this.#options.socket.connected) throw cause
      return undefined
    }
  }

  #asked(): Record<RunView['order'][number], Tier> {
    return Object.fromEntries(Object.entries(this.#previews)) as Record<RunView['order'][number], Tier>
  }

  #taken(reply: Reply<{ view: RunView }> | undefined): void {
    if (reply?.ok === true && reply.view.run === this.#run && reply.view.seq >= (this.view?.seq ?? -1))
      this.store.setState({ view: reply.view })
  }

  #take(event: StudioEvent): void {
    const { view } = this.store.getState()
    if (view?.run === event.run) this.store.setState({ view: withEvent(view, event) })
  }
}
