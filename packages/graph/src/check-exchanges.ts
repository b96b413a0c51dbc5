import type { Placed } from './check-shape.js'
import type { WireExchange } from './document.js'
import type { Graph } from './graph.js'
import { type GraphIssue, MOST_ISSUES } from './issue.js'
import { pointer } from './pointer.js'
import { rewired } from './rewired.js'

/** Plays the exchanges through in thought, chunk by chunk; those of one chunk hold together or not at all. */
export function checkExchanges(graph: Graph, exchanges: readonly Placed<WireExchange>[]): GraphIssue[] {
  const issues: GraphIssue[] = []
  let current = graph
  for (const chunk of new Set(exchanges.map(({ part }) => part.chunk))) {
    if (issues.length > MOST_ISSUES) break
    const together = exchanges.filter(({ part }) => part.chunk === chunk)
    const path = pointer('exchanges', together[0]?.index ?? 0)
    const next = rewired(
      current,
      together.map(({ part }) => part),
      path,
    )
    if (next.ok) current = next.graph
    else issues.push(...next.issues)
  }
  return issues
}
