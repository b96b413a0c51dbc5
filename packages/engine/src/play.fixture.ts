import {
  checkDocument,
  type Graph,
  type HostServices,
  type JsonObject,
  type NodeId,
  nodeId,
  type RunEvent,
} from '@frameloom/graph'
import type { Run, RunOptions } from './run.js'
import { startRun } from './start-run.js'
import type { World } from './world.fixture.js'

const services: HostServices = { device: 'cpu', outDir: '/', fileName: 'test', modelDirs: [] }

/** A node as `type`, or with parameters; its name in the document is its key. */
export type Nodes = Readonly<Record<string, string | readonly [string, JsonObject]>>

/** A checked graph: nodes by id, wires as `'counter.tallies > recorder.tallies'`. */
export function graphOf(world: World, nodes: Nodes, wires: readonly string[]): Graph {
  return checked(world, documentOf(nodes, wires))
}

export function documentOf(nodes: Nodes, wires: readonly string[]): object {
  return {
    format: 'frameloom-graph',
    formatVersion: 1,
    nodes: Object.entries(nodes).map(([id, node]) => {
      const [type, params] = typeof node === 'string' ? [node, {}] : node
      return { id, type: `test/${type}`, version: 1, params }
    }),
    wires: wires.map((wire) => {
      const [from = [], to = []] = wire.split(' > ').map((end) => end.split('.'))
      return { from: { node: from[0], port: from[1] }, to: { node: to[0], port: to[1] } }
    }),
  }
}

export function checked(world: World, document: unknown): Graph {
  const result = checkDocument(document, world.catalog)
  if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join('\n'))
  return result.graph
}

/** counter > recorder */
export const plain = (world: World, params: JsonObject = {}): Graph =>
  graphOf(world, { counter: ['counter', params], recorder: 'recorder' }, ['counter.tallies > recorder.tallies'])

/** loader, amount > sum > counter > adder > recorder: everything a run can have. */
export const rich = (world: World, params: JsonObject = {}, rest: object = {}): Graph => {
  const nodes: Nodes = { ...RICH_NODES, counter: ['counter', params] }
  return checked(world, { ...documentOf(nodes, RICH_WIRES), ...rest })
}

const RICH_NODES = {
  loader: 'loader',
  amount: 'amount',
  sum: 'sum',
  counter: 'counter',
  adder: 'adder',
  recorder: 'recorder',
}
const RICH_WIRES = [
  'loader.handle > counter.handle',
  'amount.value > sum.left',
  'sum.value > counter.step',
  'counter.tallies > adder.tallies',
  'adder.tallies > recorder.tallies',
]

export interface Played extends Run {
  readonly events: RunEvent[]
}

export function play(graph: Graph, options: Partial<RunOptions> = {}): Played {
  const events: RunEvent[] = []
  const run = startRun({ graph, services, onEvent: (event) => events.push(event), ...options })
  return Object.assign(run, { events })
}

export const id = (name: string): NodeId => nodeId.parse(name)

/** Events as short texts: `node-started counter`. */
export const told = ({ events }: Played, ...types: RunEvent['type'][]): string[] =>
  events
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .map((event) =>
      [event.type, 'node' in event ? event.node : '', 'chunk' in event ? event.chunk : '']
        .filter((part) => part !== '')
        .join(' '),
    )

/** A promise with its resolver, to hold a node up until a test lets it go. */
export function latch(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}
