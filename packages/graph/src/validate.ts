import { buildNodes } from './build-nodes.js'
import { withoutBypassed } from './bypass.js'
import type { Catalog } from './catalog.js'
import { checkExchanges } from './check-exchanges.js'
import { conflicts, missingWires } from './check-inputs.js'
import { checkNodes, type TypedNode } from './check-nodes.js'
import { checkShape, isGraphDocument } from './check-shape.js'
import { checkTimeline, inChunkOrder } from './check-timeline.js'
import { checkWires } from './check-wires.js'
import { type Graph, hasStream } from './graph.js'
import type { NodeId } from './ids.js'
import { type Checked, type GraphIssue, MOST_ISSUES } from './issue.js'
import type { JsonObject } from './json.js'
import { migrateDocument } from './migrate.js'
import { pointer } from './pointer.js'
import { readJson } from './read-json.js'

/** Everything that keeps `input` from running. Never throws, whatever it is given. */
export function validate(input: unknown, catalog: Catalog): readonly GraphIssue[] {
  const checked = checkDocument(input, catalog)
  return checked.ok ? [] : checked.issues
}

/**
 * Turns a document into a graph that can run, or into all the reasons why it cannot (at most `MOST_ISSUES`). Older
 * documents and nodes are brought to the newest version on the way. Never throws, whatever it is given.
 */
export function checkDocument(input: unknown, catalog: Catalog): Checked<{ readonly graph: Graph }> {
  const read = readJson(input)
  if (!read.ok) return read
  const migrated = migrateDocument(read.value)
  if (!migrated.ok) return migrated
  const checked = checkGraph(migrated.document, catalog)
  return checked.ok ? checked : { ok: false, issues: bounded(checked.issues) }
}

function checkGraph(json: JsonObject, catalog: Catalog): Checked<{ readonly graph: Graph }> {
  const shape = checkShape(json)
  const { nodes: typed, entries, issues: nodeIssues } = checkNodes(shape, catalog)
  const { sound, issues: wireIssues } = checkWires(shape.wires, entries)
  const { cycles } = buildNodes(typed, sound)
  const active = withoutBypassed(typed, sound)
  const { nodes } = buildNodes(active.typed, active.wires)

  const reached = new Map<NodeId, Set<string>>(active.typed.map(({ node }) => [node.id, new Set()]))
  for (const { part } of shape.wires) reached.get(part.to.node)?.add(part.to.port)
  const connectionIssues = active.typed.flatMap(({ index, node: { id }, entry }) => {
    const wired = {
      id,
      index,
      entry,
      inputs: nodes.get(id)?.inputs ?? new Map(),
      reached: reached.get(id) ?? new Set(),
    }
    return [...missingWires(wired), ...conflicts(wired, entries)]
  })
  const timeline = shape.timeline.filter(({ part }) => !entries.has(part.node) || nodes.has(part.node))
  const issues = [
    ...shape.issues,
    ...nodeIssues,
    ...wireIssues,
    ...active.issues,
    ...connectionIssues,
    ...cycles.map((cycle) => cycleIssue(cycle, typed)),
    ...checkTimeline(timeline, { nodes }),
  ]
  if (issues.length === 0 && ![...nodes.values()].some((node) => hasStream(node) || isEnd(node))) {
    issues.push({ code: 'nothing-to-run', path: pointer('nodes'), message: NOTHING_TO_RUN })
  }
  if (issues.length > 0 || !isGraphDocument(json)) return { ok: false, issues }
  const exchanges = inChunkOrder(shape.exchanges)
  const graph: Graph = {
    document: { ...json, nodes: typed.map(({ node }) => node) },
    catalog,
    nodes,
    timeline: inChunkOrder(timeline).map(({ part }) => part),
    exchanges: exchanges.map(({ part }) => part),
  }
  const refused = checkExchanges(graph, exchanges)
  return refused.length > 0 ? { ok: false, issues: refused } : { ok: true, graph }
}

const NOTHING_TO_RUN =
  'The document has no node that reads or makes a stream, so a run would do nothing. Add one, for example from a template.'

const isEnd = ({ entry }: Pick<TypedNode, 'entry'>): boolean => entry.manifest.outputs.length === 0

function cycleIssue(cycle: readonly NodeId[], typed: readonly TypedNode[]): GraphIssue {
  const [first] = cycle
  const round = [...cycle, first].map((id) => `'${id}'`).join(' → ')
  return {
    code: 'cycle',
    path: pointer('nodes', typed.find(({ node }) => node.id === first)?.index ?? 0),
    ...(first === undefined ? {} : { node: first }),
    nodes: [...cycle],
    message: `Nodes ${round} feed each other in a cycle, so none can start first. Remove one of its wires.`,
  }
}

function bounded(issues: readonly GraphIssue[]): readonly GraphIssue[] {
  if (issues.length <= MOST_ISSUES) return issues
  const message = `There are more than ${MOST_ISSUES} issues; the first are listed. Mend them and validate again.`
  return [...issues.slice(0, MOST_ISSUES), { code: 'more-issues', path: '', message }]
}
