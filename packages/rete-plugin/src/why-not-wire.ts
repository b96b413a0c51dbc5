import type { NodeEditor } from 'rete'
import { LOST_SOCKET } from './lost-port.js'
import { isManifestNode } from './manifest-node.js'
import type { WireEnds } from './manifest-wire.js'
import type { Scheme } from './scheme.js'

/**
 * Why a new wire with these ends is refused, in one sentence; nothing where it fits, and nothing where an end is not a
 * node of ours. The kind of value and the flow are graph's own rule; a cycle is refused because no node of it could start.
 */
export function whyNotWire(
  editor: NodeEditor<Scheme>,
  { from, to }: WireEnds,
  closesCycle: () => boolean = () => downstreamOf(editor, to.node).has(from.node),
): string | undefined {
  const source = editor.getNode(from.node)
  const target = editor.getNode(to.node)
  if (!isManifestNode(source) || !isManifestNode(target)) return undefined
  const output = source.socket('output', from.port)
  const input = target.socket('input', to.port)
  if (output === undefined) return `'${source.label}' has no output '${from.port}'`
  if (input === undefined) return `'${target.label}' has no input '${to.port}'`
  if (output.port.socket === LOST_SOCKET || input.port.socket === LOST_SOCKET) {
    return 'this port is not known here; install its node type first'
  }
  const mismatch = input.whyNot(output)
  if (mismatch !== undefined) return mismatch.message
  return closesCycle() ? cycle(source, target) : undefined
}

/** Why a wire is refused that was there before and comes back: no rule but that of cycles holds for it. */
export function whyNotAgain(editor: NodeEditor<Scheme>, { from, to }: WireEnds): string | undefined {
  const source = editor.getNode(from.node)
  const target = editor.getNode(to.node)
  if (!isManifestNode(source) || !isManifestNode(target)) return undefined
  return downstreamOf(editor, to.node).has(from.node) ? cycle(source, target) : undefined
}

function cycle(source: Scheme['Node'], target: Scheme['Node']): string {
  // Nodes of one type are often called alike.
  const name = ({ label, id }: Scheme['Node']) => (source.label === target.label ? `'${label}' (${id})` : `'${label}'`)
  return `${name(target)} already feeds ${name(source)}: the wire would close a cycle`
}

/** The nodes that read from `start`, directly or not, and itself. */
export const downstreamOf = (editor: NodeEditor<Scheme>, start: string): ReadonlySet<string> =>
  reached(
    start,
    editor.getConnections().map(({ source, target }) => [source, target]),
  )

/** The nodes that `start` reads from, directly or not, and itself. */
export const upstreamOf = (editor: NodeEditor<Scheme>, start: string): ReadonlySet<string> =>
  reached(
    start,
    editor.getConnections().map(({ source, target }) => [target, source]),
  )

function reached(start: string, steps: readonly (readonly [string, string])[]): ReadonlySet<string> {
  const nexts = new Map<string, string[]>()
  for (const [from, to] of steps) {
    const known = nexts.get(from)
    if (known === undefined) nexts.set(from, [to])
    else known.push(to)
  }
  const found = new Set([start])
  for (const id of found) for (const next of nexts.get(id) ?? []) found.add(next)
  return found
}
