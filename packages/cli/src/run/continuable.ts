import {
  canonicalJson,
  type Catalog,
  checkDocument,
  type Graph,
  type GraphNode,
  type JsonValue,
} from '@frameloom/graph'
import type { Checkpoint } from '@frameloom/engine'
import { DocumentRefused } from '../document-refused.js'
import { Refusal } from '../refusal.js'

/** What a checkpoint would go on with. */
export interface Continuation {
  readonly graph: Graph
  readonly catalog: Catalog
  /** Length of the whole video in chunks; 0: endless. */
  readonly chunks: number
}

/**
 * Refuses a checkpoint of a video that `graph` would not have begun alike, or that is long enough already. Its length may
 * differ, and whatever only people see (titles, places, comments).
 * @throws Refusal `checkpoint-mismatch` naming what differs, `nothing-left`
 */
export function requireContinuable(checkpoint: Checkpoint, { graph, catalog, chunks }: Continuation): void {
  const checked = checkDocument(checkpoint.document, catalog)
  if (!checked.ok) throw new DocumentRefused('The document in the checkpoint', checked.issues)
  const difference = firstDifference(checked.graph, graph)
  if (difference !== undefined) {
    throw new Refusal(
      'checkpoint-mismatch',
      `The checkpoint is of another document (${difference}): resume with the document and the settings it was made with.`,
    )
  }
  if (chunks === 0 || checkpoint.chunk < chunks) return
  throw new Refusal(
    'nothing-left',
    `The checkpoint has ${checkpoint.chunk} chunks already and the video is to have ${chunks}: ask for more with --chunks.`,
  )
}

function firstDifference(saved: Graph, given: Graph): string | undefined {
  for (const [id, node] of saved.nodes) {
    const other = given.nodes.get(id)
    if (other === undefined) return `it has a node '${id}', which is missing now`
    const { type } = node.entry.manifest
    if (other.entry.manifest.type !== type) return `node '${id}' was ${type}, now it is ${other.entry.manifest.type}`
    for (const [name, [before, now]] of differingParams(node, other)) {
      return `${id}.${name} was ${before}, now it is ${now}`
    }
    const port = differingInput(node, other)
    if (port !== undefined) return `input '${port}' of node '${id}' had another wire`
  }
  const added = [...given.nodes.keys()].find((id) => !saved.nodes.has(id))
  if (added !== undefined) return `it has no node '${added}'`
  if (textOf(saved.timeline) !== textOf(given.timeline)) return 'its timeline is another one'
  return textOf(saved.exchanges) === textOf(given.exchanges) ? undefined : 'its exchanges of wires are others'
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
