import { checkChange } from './check-change.js'
import type { Placed } from './check-shape.js'
import type { TimelineEntry } from './document.js'
import type { Graph } from './graph.js'
import type { NodeId } from './ids.js'
import { type GraphIssue, MOST_ISSUES } from './issue.js'
import type { JsonObject } from './json.js'
import { pointer } from './pointer.js'

/** Entries in the order in which they take effect. */
export function inChunkOrder<T extends { readonly chunk: number }>(entries: readonly Placed<T>[]): Placed<T>[] {
  return entries.toSorted((a, b) => a.part.chunk - b.part.chunk || a.index - b.index)
}

/** Plays the timeline through in thought: each entry is checked against the parameters as they are by then. */
export function checkTimeline(timeline: readonly Placed<TimelineEntry>[], graph: Pick<Graph, 'nodes'>): GraphIssue[] {
  const issues: GraphIssue[] = []
  const written = new Map<NodeId, JsonObject>()
  const before = (id: NodeId): JsonObject => written.get(id) ?? graph.nodes.get(id)?.written ?? {}
  for (const { index, part } of inChunkOrder(timeline)) {
    if (issues.length > MOST_ISSUES) break
    const path = pointer('timeline', index)
    const checked = checkChange(part, { graph, before, path, holder: 'The timeline' })
    if (checked.ok) written.set(part.node, checked.written)
    else issues.push(...checked.issues)
  }
  return issues
}
