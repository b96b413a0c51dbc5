import { type DocumentNode, type GraphDocument, graphDocument, type NodeId, runId, type Wire } from '@frameloom/graph'
import { type RunView, type StudioEvent, type StudioEventBody, withEvent } from '@frameloom/protocol'
import { inReadingOrder } from '../graph/reading-order.js'
import { manifests } from './manifests.js'

export interface StageRunOptions {
  readonly number: number
  readonly document: GraphDocument
  readonly documentId: string | undefined
  /** Milliseconds of a chunk; 0: each is made by `advance`. */
  readonly pace: number
  /** Milliseconds until its first node. */
  readonly loading: number
  readonly tell: (event: StudioEvent, view: RunView) => void
}

/** A run that computes nothing: tells the events of a real one. */
export class StageRun {
  readonly #options: StageRunOptions
  #timer: ReturnType<typeof setInterval> | undefined
  #loading: ReturnType<typeof setTimeout> | undefined
  view: RunView
  #chunk = 0
  /** The chunk that is made now is the last: somebody has asked for that. */
  #isLast = false
  readonly #brought: { readonly nodes: DocumentNode[]; readonly wires: Wire[] } = { nodes: [], wires: [] }

  constructor(options: StageRunOptions) {
    this.#options = options
    this.view = {
      run: runId.parse(`run-${options.number}`),
      state: 'queued',
      title: options.document.meta?.title ?? '',
      ...(options.documentId !== undefined && { documentId: options.documentId }),
      createdAt: Date.now(),
      finishedChunks: 0,
      chunks: 0,
      seq: -1,
      device: 'cpu',
      seeds: [],
      firstChunk: 0,
      order: [],
      nodes: {},
      changes: [],
      exchanges: [],
      files: [],
    }
    this.#say({ type: 'run-starting' })
    if (options.loading === 0) this.#start()
    else this.#load()
  }

  /** As it was started, with what was changed since before what it had planned, as the real one. */
  get document(): GraphDocument {
    const { document } = this.#options
    const changes = this.view.changes.map(({ node, param, value, chunk }) => ({ node, param, value, chunk }))
    const swaps = this.view.exchanges.map(({ node, input: port, from, chunk }) => ({ from, to: { node, port }, chunk }))
    return graphDocument.parse({
      ...document,
      nodes: [...document.nodes, ...this.#brought.nodes],
      wires: [...document.wires, ...this.#brought.wires],
      timeline: [...changes, ...(document.timeline ?? [])],
      exchanges: [...swaps, ...(document.exchanges ?? [])],
    })
  }

  set(node: NodeId, param: string, value: StudioEventValue): number {
    const chunk = this.#chunk + 1
    this.#say({ type: 'param-queued', node, param, value, chunk })
    return chunk
  }

  exchange(nodes: readonly DocumentNode[], wires: readonly Wire[]): number {
    const chunk = this.#chunk + 1
    const ids = new Set(nodes.map(({ id }) => id))
    this.#brought.nodes.push(...nodes)
    this.#brought.wires.push(...wires.filter(({ to }) => ids.has(to.node)))
    for (const { from, to } of wires.filter((wire) => this.view.order.includes(wire.to.node))) {
      this.#say({ type: 'wire-queued', node: to.node, input: to.port, from, chunk, nodes: nodes.map(({ id }) => id) })
    }
    return chunk
  }

  pause(): void {
    this.#say({ type: 'run-paused' })
  }

  resume(): void {
    if (this.view.state === 'paused') return this.#say({ type: 'run-resumed' })
    this.#say({ type: 'run-starting' })
    this.#load()
  }

  stop(how: 'after-chunk' | 'now'): void {
    if (how === 'after-chunk' && this.view.state === 'running') {
      this.#isLast = true
      return
    }
    this.#end(how)
  }

  #end(how: 'after-chunk' | 'now'): void {
    this.#isLast = false
    clearTimeout(this.#loading)
    clearInterval(this.#timer)
    this.#say({ type: 'run-stopped', how, ms: 1 })
  }

  #load(): void {
    this.#loading = setTimeout(() => this.#start(), this.#options.loading)
  }

  #start(): void {
    const order = inReadingOrder(this.#options.document).map(({ id }) => id)
    this.#say({ type: 'run-started', nodes: order, firstChunk: this.#chunk })
    for (const node of order) this.#say({ type: 'node-started', node })
    for (const node of order.filter((id) => !this.#streams(id))) {
      this.#say({ type: 'node-finished', node, ms: 12, reused: false })
    }
    if (this.#options.pace > 0) this.#timer = setInterval(() => this.advance(), this.#options.pace)
  }

  /** Makes the next chunk, where it is running. */
  advance(): void {
    if (this.view.state !== 'running') return
    for (const { node, param, value, chunk, phase } of this.view.changes) {
      if (phase === 'queued' && chunk <= this.#chunk) this.#say({ type: 'param-applied', node, param, value, chunk })
    }
    for (const node of this.view.order.filter((id) => this.#streams(id))) {
      const measurements = { denoiseMs: this.#options.pace * 0.8, playbackFps: 16 }
      this.#say({ type: 'chunk-finished', node, chunk: this.#chunk, frames: 12, measurements })
    }
    this.#chunk++
    if (this.#isLast) this.#end('after-chunk')
  }

  #streams(id: NodeId): boolean {
    const type = this.#options.document.nodes.find((node) => node.id === id)?.type
    const manifest = manifests.find((one) => one.type === type)
    return [...(manifest?.inputs ?? []), ...(manifest?.outputs ?? [])].some(({ flow }) => flow === 'stream')
  }

  #say(body: StudioEventBody): void {
    const event = { ...body, run: this.view.run, seq: this.view.seq + 1, at: Date.now() } as StudioEvent
    this.view = withEvent(this.view, event)
    this.#options.tell(event, this.view)
  }
}

type StudioEventValue = Extract<StudioEvent, { type: 'param-queued' }>['value']
