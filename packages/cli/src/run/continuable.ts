import { canonicalJson, type Catalog, checkDocument, type Graph, type JsonValue } from '@frameloom/graph'
import type { Checkpoint } from '@frameloom/engine'
import { differingNode } from '@frameloom/host'
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
      `The checkpoint belongs to another document (${difference}): resume with the document and the settings it was made with.`,
    )
  }
  if (chunks === 0 || checkpoint.chunk < chunks) return
  throw new Refusal(
    'nothing-left',
    `The checkpoint has ${checkpoint.chunk} chunks already, and the video is to have ${chunks}: ask for more with --chunks.`,
  )
}

function firstDifference(saved: Graph, given: Graph): string | undefined {
  const difference = differingNode(saved.nodes, given.nodes)
  if (difference !== undefined) return difference
  const added = [...given.nodes.keys()].find((id) => !saved.nodes.has(id))
  if (added !== undefined) return `it has no node '${added}'`
  if (textOf(saved.timeline) !== textOf(given.timeline)) return 'its timeline differs'
  return textOf(saved.exchanges) === textOf(given.exchanges) ? undefined : 'its exchanges of wires differ'
}

const textOf = (value: unknown): string => (value === undefined ? 'nothing' : canonicalJson(value as JsonValue))
