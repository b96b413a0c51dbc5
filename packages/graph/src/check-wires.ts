import type { CatalogEntry } from './catalog.js'
import type { Placed } from './check-shape.js'
import { didYouMean } from './did-you-mean.js'
import type { Wire } from './document.js'
import { type GraphIssue, MOST_ISSUES } from './issue.js'
import type { PortManifest } from './manifest.js'
import { pointer } from './pointer.js'
import { whyNotConnect } from './why-not-connect.js'

/** The type of every node by id; `undefined` where the node is there but its type or shape is not known. */
type Entries = ReadonlyMap<string, CatalogEntry | undefined>

type Side = 'from' | 'to'

/** Checks every wire by itself, and that no input has two. Returns the sound ones. */
export function checkWires(wires: readonly Placed<Wire>[], entries: Entries): { sound: Wire[]; issues: GraphIssue[] } {
  const issues: GraphIssue[] = []
  const sound: Wire[] = []
  const taken = new Map<string, Wire>()
  for (const { index, part: wire } of wires) {
    if (issues.length > MOST_ISSUES) break
    const from = findPort({ wire, side: 'from', path: pointer('wires', index, 'from') }, entries)
    const to = findPort({ wire, side: 'to', path: pointer('wires', index, 'to') }, entries)
    issues.push(...from.issues, ...to.issues)
    const input = pointer(wire.to.node, wire.to.port)
    const first = taken.get(input)
    if (first !== undefined) issues.push(duplicateWire(wire, first, index))
    else taken.set(input, wire)
    if (from.port === undefined || to.port === undefined) continue
    const refusal = whyNotConnect(from.port, to.port)
    if (refusal !== undefined) {
      const message = `The wire from node '${wire.from.node}' to node '${wire.to.node}' does not fit: ${refusal.message}. Connect ports of one kind.`
      issues.push({
        code: refusal.code,
        path: pointer('wires', index),
        node: wire.to.node,
        port: wire.to.port,
        message,
      })
    } else if (first === undefined) sound.push(wire)
  }
  return { sound, issues }
}

function duplicateWire({ to, from }: Wire, first: Wire, index: number): GraphIssue {
  const message = `Input '${to.port}' of node '${to.node}' has two wires, from node '${first.from.node}' and from node '${from.node}'; an input takes one. Remove one.`
  return { code: 'duplicate-wire', path: pointer('wires', index), node: to.node, port: to.port, message }
}

/** The port at one end of a wire, or why there is none; neither where the node is there but its type is not known. */
export function findPort(
  { wire, side, path }: { readonly wire: Wire; readonly side: Side; readonly path: string },
  entries: Entries,
): { port?: PortManifest; issues: GraphIssue[] } {
  const { node, port: name } = wire[side]
  if (!entries.has(node)) return { issues: [unknownNode({ node, path, holder: 'A wire' }, entries.keys())] }
  const entry = entries.get(node)
  if (entry === undefined) return { issues: [] }
  const ports = side === 'from' ? entry.manifest.outputs : entry.manifest.inputs
  const port = ports.find((candidate) => candidate.name === name)
  if (port !== undefined) return { port, issues: [] }
  const names = ports.map((candidate) => candidate.name)
  const kind = side === 'from' ? 'output' : 'input'
  const cure = didYouMean(name, names) || ` It has: ${names.join(', ') || 'none'}.`
  const message = `Node '${node}' (${entry.definition.title}) has no ${kind} '${name}'.${cure} Connect the wire again.`
  return { issues: [{ code: 'unknown-port', path: path + pointer('port'), node, message }] }
}

export interface Mention {
  /** As written. */
  readonly node: string
  readonly path: string
  /** What mentions the node: `A wire`, `The timeline`. */
  readonly holder: string
}

export function unknownNode({ node, path, holder }: Mention, ids: Iterable<string>): GraphIssue {
  const cure = didYouMean(node, ids)
  const message = `${holder} names node '${node}', which is not in the document.${cure} Add the node or remove the mention.`
  return { code: 'unknown-node', path: path + pointer('node'), node, message }
}
