import {
  type DocumentNode,
  graphDocument,
  type GraphDocument,
  type TimelineEntry,
  type Wire,
  type WireExchange,
} from './document.js'
import { describeProblem } from './describe-problem.js'
import type { GraphIssue } from './issue.js'
import type { JsonObject, JsonValue } from './json.js'
import { pointer } from './pointer.js'

/** A part of a document together with its place in it. */
export interface Placed<T> {
  readonly index: number
  readonly part: T
}

/** The well-formed parts of a document, and what is wrong with the others. */
export interface Shape {
  readonly nodes: readonly Placed<DocumentNode>[]
  readonly wires: readonly Placed<Wire>[]
  readonly timeline: readonly Placed<TimelineEntry>[]
  readonly exchanges: readonly Placed<WireExchange>[]
  /** Ids of malformed nodes: wires to them are not reported as well. */
  readonly lostNodes: ReadonlySet<string>
  readonly issues: readonly GraphIssue[]
}

/** Is this a document in shape? It says nothing about node types, ports or parameters. */
export function isGraphDocument(json: JsonObject): json is JsonObject & GraphDocument {
  return graphDocument.safeParse(json).success
}

export function checkShape(json: JsonObject): Shape {
  const problems = graphDocument.safeParse(json).error?.issues ?? []
  const malformed = new Set(problems.map(({ path }) => pointer(...path.slice(0, 2))))

  function parts<T>(field: string): Placed<T>[] {
    const list = json[field]
    if (!Array.isArray(list)) return []
    return [...list.entries()]
      .filter(([index]) => !malformed.has(pointer(field, index)))
      .map(([index, part]: [number, T]) => ({ index, part }))
  }

  const nodes = Array.isArray(json['nodes']) ? json['nodes'].entries() : []
  const lostNodes = [...nodes].filter(([index]) => malformed.has(pointer('nodes', index))).map(([, node]) => idOf(node))
  return {
    nodes: parts<DocumentNode>('nodes'),
    wires: parts<Wire>('wires'),
    timeline: parts<TimelineEntry>('timeline'),
    exchanges: parts<WireExchange>('exchanges'),
    lostNodes: new Set(lostNodes),
    issues: problems.map((problem) => ({
      code: 'malformed',
      path: pointer(...problem.path),
      message: `'${pointer(...problem.path)}' ${describeProblem(problem, json)}`,
    })),
  }
}

function idOf(node: JsonValue): string {
  const id = typeof node === 'object' && node !== null && 'id' in node ? node['id'] : undefined
  return typeof id === 'string' ? id : ''
}
