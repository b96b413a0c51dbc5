import { type GraphNode, hasStream, type NodeId } from '@frameloom/graph'
import { isAsyncIterable } from './call-node.js'
import { FanOut } from './fan-out.js'
import type { Gate } from './gate.js'
import { nodeFailure } from './node-failure.js'
import type { Outputs } from './output-store.js'
import type { RunContext } from './run-context.js'
import type { StreamReader } from './stream-reader.js'

/** One chunk may wait for each reader, so that a node works on a chunk while the next one is made. */
const RUN_AHEAD = 1

/** All streams of a run: who reads which, and whether any chunk is under way. */
export class Streams {
  readonly #context: RunContext
  readonly #gate: Gate
  readonly #readers = new Map<NodeId, Map<string, StreamReader>>()
  readonly #fanOuts = new Map<NodeId, FanOut[]>()
  /** Read streams that nobody else reads. */
  readonly #drains = new Set<StreamReader>()
  readonly #ended = new Set<NodeId>()

  constructor(context: RunContext, gate: Gate) {
    this.#context = context
    this.#gate = gate
  }

  /**
   * The stream wired to an input.
   * @throws Error where the node that makes it has not been opened
   */
  readerOf(node: NodeId, input: string): StreamReader {
    const reader = this.#readers.get(node)?.get(input)
    if (reader === undefined) throw new Error(`Input '${input}' of node '${node}' is read before it is there.`)
    return reader
  }

  /** Shares a node's streams among their readers. Returns what moves them; each resolves when its stream has ended. */
  open(node: GraphNode, outputs: Outputs): Promise<void>[] {
    const { condition, signal, firstChunk, nodes } = this.#context
    const moving: Promise<void>[] = []
    const fanOuts: FanOut[] = []
    for (const [output, source] of Object.entries(outputs)) {
      if (node.entry.definition.outputs[output]?.flow !== 'stream' || !isAsyncIterable(source)) continue
      const inputs = node.readers.filter(({ port, to }) => port === output && nodes.has(to.node))
      const fanOut = new FanOut({
        source,
        readers: Math.max(1, inputs.length),
        capacity: RUN_AHEAD,
        firstChunk,
        ...(isSource(node) ? { admission: this.#gate } : {}),
        condition,
        signal,
      })
      fanOuts.push(fanOut)
      for (const [index, reader] of fanOut.readers.entries()) {
        const input = inputs[index]
        if (input === undefined) moving.push(this.#drain(reader))
        else this.#addReader(input.to.node, input.to.port, reader)
      }
      moving.push(pumped(fanOut, node, output))
    }
    this.#fanOuts.set(node.id, fanOuts)
    return moving
  }

  /** The node reads no more. */
  close(node: NodeId): void {
    this.#ended.add(node)
    for (const reader of this.#readers.get(node)?.values() ?? []) reader.leave()
    this.#context.condition.notifyAll()
  }

  /** Every source waits between two chunks or has ended, and everything made has been worked off by every reader. */
  atRest(): boolean {
    return (
      [...this.#context.nodes.values()].every((node) => !hasStream(node) || this.#nodeRests(node)) &&
      [...this.#drains].every(({ waiting, done }) => waiting || done)
    )
  }

  #nodeRests(node: GraphNode): boolean {
    if (this.#ended.has(node.id)) return true
    if (isSource(node)) return this.#fanOuts.get(node.id)?.every(({ resting }) => resting) === true
    // A node that has come to the end of one stream may still work on what another one brought.
    const readers = [...(this.#readers.get(node.id)?.values() ?? [])]
    return readers.some(({ waiting }) => waiting) || (readers.length > 0 && readers.every(({ done }) => done))
  }

  #addReader(node: NodeId, input: string, reader: StreamReader): void {
    const inputs = this.#readers.get(node) ?? new Map<string, StreamReader>()
    inputs.set(input, reader)
    this.#readers.set(node, inputs)
  }

  async #drain(reader: StreamReader): Promise<void> {
    this.#drains.add(reader)
    for (let next = await reader.next(); next.done !== true; next = await reader.next());
    this.#drains.delete(reader)
  }
}

/** Makes a stream out of nothing: where a run is paced. */
const isSource = ({ entry, inputs }: GraphNode): boolean =>
  entry.manifest.inputs.every(({ name, flow }) => flow !== 'stream' || !inputs.has(name))

async function pumped(fanOut: FanOut, node: GraphNode, output: string): Promise<void> {
  try {
    await fanOut.pump()
  } catch (error) {
    throw nodeFailure(node, error, output)
  }
}
