import { randomUUID } from 'node:crypto'
import {
  type Checked,
  type Exchange,
  type GraphDocument,
  type GraphNode,
  hasStream,
  type JsonValue,
  type LiveReview,
  type NodeId,
  type RunId,
  runId,
  type RunState,
} from '@frameloom/graph'
import { callNode } from './call-node.js'
import type { Checkpoint } from './checkpoint.js'
import { Checkpoints, type CheckpointTime } from './checkpoints.js'
import { Gate } from './gate.js'
import { LiveChanges } from './live-changes.js'
import { nodeContext } from './node-context.js'
import { type Failure, nodeFailure } from './node-failure.js'
import { NodeValues } from './node-values.js'
import { Readiness } from './readiness.js'
import { type RunContext, runContext } from './run-context.js'
import type { Run, RunOptions, RunOutcome } from './run.js'
import { releaseAll, Scope } from './scope.js'
import { Streams } from './streams.js'

/** Executes a graph. Returns at once; follow it by its events and `finished`. */
export function startRun(options: RunOptions): Run {
  return new GraphRun(options)
}

class GraphRun implements Run {
  readonly id: RunId
  readonly finished: Promise<RunOutcome>
  readonly #context: RunContext
  readonly #controller = new AbortController()
  readonly #gate: Gate
  readonly #streams: Streams
  readonly #values: NodeValues
  readonly #changes: LiveChanges
  readonly #checkpoints: Checkpoints
  readonly #readiness: Readiness<NodeId>
  readonly #scopes: Scope[] = []
  #state: RunState = 'running'
  #failure: Failure | undefined
  #over = false

  constructor(options: RunOptions) {
    this.id = options.id ?? runId.parse(randomUUID())
    this.#context = runContext(options, this.id, this.#controller.signal)
    const { condition, firstChunk, nodes } = this.#context
    this.#gate = new Gate(condition, firstChunk)
    this.#streams = new Streams(this.#context, this.#gate)
    this.#values = new NodeValues(this.#context, (node, input) => this.#streams.readerOf(node, input))
    this.#changes = new LiveChanges(this.#context, this.#values)
    this.#checkpoints = new Checkpoints(this.#context, this.#gate, this.#streams)
    this.#readiness = new Readiness(new Map(Array.from(nodes, ([node, { inputs }]) => [node, sourcesOf(inputs)])))
    this.finished = this.#run(options.signal)
  }

  get state(): RunState {
    return this.#state
  }

  stop(): void {
    this.#gate.stop()
  }

  abort(): void {
    this.#controller.abort(new DOMException('The run was aborted.', 'AbortError'))
  }

  pause(): void {
    if (this.#over || this.#state !== 'running') return
    this.#gate.pause()
    this.#state = 'paused'
    this.#context.log.emit({ type: 'run-paused' })
  }

  resume(): void {
    if (this.#over || this.#state !== 'paused') return
    this.#state = 'running'
    this.#context.log.emit({ type: 'run-resumed' })
    this.#gate.resume()
  }

  async setParam(node: NodeId, param: string, value: JsonValue): Promise<Checked<{ readonly chunk: number }>> {
    return this.#whileRunning(node, async () => this.#changes.change({ node, param, value }))
  }

  async exchange(exchange: Exchange): Promise<Checked<{ readonly chunk: number }>> {
    return this.#whileRunning(exchange.wires[0]?.to.node, async () => this.#changes.exchange(exchange))
  }

  async checkpoint(when: CheckpointTime = 'next-boundary'): Promise<Checkpoint> {
    return this.#checkpoints.request(when)
  }

  document(): GraphDocument {
    return this.#context.history.document
  }

  async #whileRunning(
    node: NodeId | undefined,
    change: () => Promise<Checked<{ readonly chunk: number }>>,
  ): Promise<Checked<{ readonly chunk: number }>> {
    const message = 'The run is over. Start a new one.'
    const over = { code: 'run-over' as const, path: '', ...(node !== undefined && { node }), message }
    if (this.#over) return { ok: false, issues: [over] }
    try {
      return await change()
    } catch (error) {
      if (this.#controller.signal.aborted) return { ok: false, issues: [over] }
      throw error
    }
  }

  async #run(hostSignal: AbortSignal | undefined): Promise<RunOutcome> {
    const { condition, firstChunk, log, nodes, signal } = this.#context
    const abort = (): void => this.#controller.abort(hostSignal?.reason)
    signal.addEventListener('abort', () => condition.notifyAll(), { once: true })
    hostSignal?.addEventListener('abort', abort, { once: true })
    if (hostSignal?.aborted === true) abort()

    log.emit({ type: 'run-started', nodes: [...nodes.keys()], firstChunk })
    await Promise.all(this.#readiness.first().map(async (id) => this.#start(id)))
    await this.#checkpoints.finish()
    hostSignal?.removeEventListener('abort', abort)
    this.#over = true
    await this.#release()
    return this.#concluded()
  }

  /** Works until the node and everything that waited for it have ended; a failure ends the run. */
  async #start(id: NodeId): Promise<void> {
    const { log, nodes, signal } = this.#context
    const node = nodes.get(id)
    if (node === undefined || signal.aborted) return
    log.emit({ type: 'node-started', node: id })
    const began = log.ms
    try {
      if (hasStream(node)) await this.#work(node, began)
      else await this.#compute(node, began)
    } catch (error) {
      this.#fail(node, error)
    }
  }

  async #startReaders(id: NodeId): Promise<void> {
    await Promise.all(this.#readiness.settle(id).map(async (reader) => this.#start(reader)))
  }

  async #compute(node: GraphNode, began: number): Promise<void> {
    const { log } = this.#context
    const { reused } = await this.#changes.compute(node)
    log.emit({ type: 'node-finished', node: node.id, ms: log.ms - began, reused })
    await this.#startReaders(node.id)
  }

  async #work(node: GraphNode, began: number): Promise<void> {
    const scope = new Scope()
    this.#scopes.push(scope)
    const { id } = node
    const boundary = async (chunk: number) => this.#changes.boundary(node, chunk)
    const values = this.#changes.initial(node)
    const setReview = (review: LiveReview): void => this.#changes.setReview(id, review)
    const context = nodeContext(this.#context, { node, values, scope, boundary, review: setReview })
    const outputs = await callNode(node, context)
    this.#values.settle(node.id, outputs)
    const moving = this.#streams.open(node, outputs)
    await Promise.all([this.#untilEnded(node, moving, began), this.#startReaders(node.id)])
  }

  async #untilEnded(node: GraphNode, moving: readonly Promise<void>[], began: number): Promise<void> {
    const { log, signal } = this.#context
    await Promise.all(moving.map(async (stream) => stream.catch((error: unknown) => this.#fail(node, error))))
    this.#streams.close(node.id)
    await this.#changes.leave(node.id)
    if (!signal.aborted) log.emit({ type: 'node-finished', node: node.id, ms: log.ms - began, reused: false })
  }

  /** The first cause counts; what follows from it, or from an abort, does not. */
  #fail(node: GraphNode, error: unknown): void {
    if (this.#controller.signal.aborted) return
    const failure = nodeFailure(node, error)
    this.#failure = failure.failure
    this.#controller.abort(failure)
  }

  async #release(): Promise<void> {
    try {
      await releaseAll([this.#changes, ...this.#scopes])
    } catch (error) {
      this.#failure ??= { code: 'release-failed', message: String(error) }
    }
  }

  #concluded(): RunOutcome {
    const { log, signal } = this.#context
    if (this.#failure !== undefined) {
      this.#state = 'failed'
      log.emit({ type: 'run-failed', ...this.#failure })
      return { state: 'failed', ...this.#failure }
    }
    if (signal.aborted || this.#gate.stopping) {
      const how = signal.aborted ? 'now' : 'after-chunk'
      this.#state = 'stopped'
      log.emit({ type: 'run-stopped', how, ms: log.ms })
      return { state: 'stopped', how }
    }
    this.#state = 'finished'
    log.emit({ type: 'run-finished', ms: log.ms })
    return { state: 'finished' }
  }
}

const sourcesOf = (inputs: GraphNode['inputs']): Set<NodeId> => new Set(Array.from(inputs.values(), ({ node }) => node))
