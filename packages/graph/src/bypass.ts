import { unknownNode } from './check-wires.js'
import type { TypedNode } from './check-nodes.js'
import type { GraphDocument, Wire } from './document.js'
import type { Checked, GraphIssue } from './issue.js'
import { pointer } from './pointer.js'

/** What is left of a document when its bypassed nodes let their inputs through. */
export interface WithoutBypassed {
  readonly typed: readonly TypedNode[]
  readonly wires: readonly Wire[]
  readonly issues: readonly GraphIssue[]
}

/**
 * Takes bypassed nodes out: whatever reads an output of one reads what comes into the input that its type passes there.
 * @param wires sound ones
 */
export function withoutBypassed(typed: readonly TypedNode[], wires: readonly Wire[]): WithoutBypassed {
  const bypassed = new Map(typed.filter(({ node }) => node.bypassed === true).map((one) => [one.node.id, one]))
  if (bypassed.size === 0) return { typed, wires, issues: [] }
  const into = new Map(wires.map((wire) => [pointer(wire.to.node, wire.to.port), wire]))
  const issues: GraphIssue[] = []
  /** What each output of a bypassed node stands for; undefined for one that nothing comes out of. */
  const origins = new Map<string, Wire['from'] | undefined>()

  function originOf({ from }: Wire): Wire['from'] | undefined {
    const walked: string[] = []
    let at: Wire['from'] | undefined = from
    while (at !== undefined) {
      const output: string = pointer(at.node, at.port)
      const through = bypassed.get(at.node)
      if (through === undefined) break
      if (origins.has(output)) {
        at = origins.get(output)
        break
      }
      // A walk that comes here once more goes in a circle.
      origins.set(output, undefined)
      walked.push(output)
      const input: string | undefined = through.entry.manifest.passes?.[at.port]
      at = input === undefined ? undefined : into.get(pointer(at.node, input))?.from
    }
    for (const output of walked) origins.set(output, at)
    return at
  }

  const readOf = new Map(Array.from(bypassed.keys(), (id) => [id, new Set<string>()]))
  for (const { from } of wires) readOf.get(from.node)?.add(from.port)
  for (const one of bypassed.values()) {
    const { passes } = one.entry.manifest
    if (passes === undefined) issues.push(cannotBypass(one))
    else {
      const read = readOf.get(one.node.id) ?? []
      const needed = new Set([...read].flatMap((output) => passes[output] ?? []))
      const missing = [...needed].filter((input) => !into.has(pointer(one.node.id, input)))
      issues.push(...missing.map((input) => nothingPasses(one, input)))
    }
  }
  const rewired = wires
    .filter(({ to }) => !bypassed.has(to.node))
    .flatMap((wire) => {
      const from = originOf(wire)
      return from === undefined ? [] : [from === wire.from ? wire : { ...wire, from }]
    })
  return { typed: typed.filter(({ node }) => !bypassed.has(node.id)), wires: rewired, issues }
}

function cannotBypass({ node: { id }, index, entry }: TypedNode): GraphIssue {
  const message = `Node '${id}' (${entry.definition.title}) is bypassed, but none of its inputs can stand in for its outputs. Switch the bypass off, or remove the node.`
  return { code: 'cannot-bypass', path: pointer('nodes', index, 'bypassed'), node: id, message }
}

function nothingPasses({ node: { id }, index, entry }: TypedNode, input: string): GraphIssue {
  const message = `Node '${id}' (${entry.definition.title}) is bypassed and passes its input '${input}' on, which has no wire. Connect it, or switch the bypass off.`
  return { code: 'missing-wire', path: pointer('nodes', index), node: id, port: input, message }
}

/** The document with these nodes bypassed, for `--bypass node`. Whether their types allow it is `checkDocument`'s to say. */
export function withBypass(
  document: GraphDocument,
  ids: readonly string[],
): Checked<{ readonly document: GraphDocument }> {
  const known = new Set<string>(document.nodes.map(({ id }) => id))
  const issues = ids
    .filter((id) => !known.has(id))
    .map((id) => unknownNode({ node: id, path: '', holder: 'The bypass' }, known))
  if (issues.length > 0) return { ok: false, issues }
  const nodes = document.nodes.map((node) => (ids.includes(node.id) ? { ...node, bypassed: true } : node))
  return { ok: true, document: { ...document, nodes } }
}
