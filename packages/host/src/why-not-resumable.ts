import {
  canonicalJson,
  type Graph,
  graphAt,
  type GraphNode,
  hasStream,
  type JsonValue,
  type NodeId,
  stagesOf,
  type TimelineEntry,
} from '@frameloom/graph'

type Nodes = ReadonlyMap<NodeId, GraphNode>

/**
 * What keeps a run of `given` from going on where one of `saved` stood before `chunk`: the first difference in what made the
 * chunks so far; undefined where there is none. What only people see, the length, and what comes later may differ.
 */
export function whyNotResumable(saved: Graph, given: Graph, chunk: number): string | undefined {
  const last = Math.max(0, chunk - 1)
  const streamed = everStreaming(saved, last)
  const past = ({ timeline }: Graph): readonly TimelineEntry[] =>
    timeline.filter((entry) => entry.chunk < chunk && streamed.has(entry.node))
  const difference = differingNode(streamingNodes(graphAt(saved, last).nodes), graphAt(given, last).nodes)
  if (difference !== undefined) return difference
  return textOf(past(saved)) === textOf(past(given)) ? undefined : 'its timeline differs'
}

/** The first node of `saved` that `given` lacks, or has with another type, other parameters or other wires; in words. */
export function differingNode(saved: Nodes, given: Nodes): string | undefined {
  for (const [id, node] of saved) {
    const other = given.get(id)
    if (other === undefined) return `it has a node '${id}', which is missing now`
    const { type } = node.entry.manifest
    if (other.entry.manifest.type !== type) return `node '${id}' was ${type}, now it is ${other.entry.manifest.type}`
    for (const [name, [before, now]] of differingParams(node, other)) {
      return `${id}.${name} was ${before}, now it is ${now}`
    }
    const port = differingInput(node, other)
    if (port !== undefined) return `input '${port}' of node '${id}' had another wire`
  }
  return undefined
}

/** The nodes with streams, and all that feeds them. */
function streamingNodes(nodes: Nodes): Nodes {
  const found = new Set(Array.from(nodes.values()).filter(hasStream))
  for (const { inputs } of found) {
    for (const { node } of inputs.values()) {
      const source = nodes.get(node)
      if (source !== undefined) found.add(source)
    }
  }
  return new Map(Array.from(found, (node) => [node.id, node]))
}

/** The nodes that some chunk up to `last` was made with. */
function everStreaming(graph: Graph, last: number): ReadonlySet<NodeId> {
  const stages = Array.from(stagesOf(graph)).filter((stage) => stage.chunk <= last)
  return new Set(
    [graph, ...stages.map((stage) => stage.graph)].flatMap(({ nodes }) => [...streamingNodes(nodes).keys()]),
  )
}

/** Parameters that decide what frames come, by name: what they were and what they are. */
function* differingParams(saved: GraphNode, given: GraphNode): Generator<[string, [string, string]]> {
  const { horizon } = saved.entry.definition
  for (const name of new Set([...Object.keys(saved.params), ...Object.keys(given.params)])) {
    const [before, now] = [textOf(saved.params[name]), textOf(given.params[name])]
    if (name !== horizon && before !== now) yield [name, [before, now]]
  }
}

function differingInput({ inputs: saved }: GraphNode, { inputs: given }: GraphNode): string | undefined {
  const ports = [...new Set([...saved.keys(), ...given.keys()])]
  return ports.find((port) => {
    const [before, now] = [saved.get(port), given.get(port)]
    return before?.node !== now?.node || before?.port !== now?.port
  })
}

const textOf = (value: unknown): string => (value === undefined ? 'nothing' : canonicalJson(value as JsonValue))
