import type { NodeEditor } from 'rete'
import { LOST_SOCKET } from './lost-port.js'
import { isManifestNode } from './manifest-node.js'
import type { WireEnds } from './manifest-wire.js'
import type { Scheme } from './scheme.js'

/**
 * Why a new wire with these ends is refused, in one sentence; nothing where it fits, and nothing where an end is not a
 * node of ours. The kind of value and the flow are graph's own rule; a cycle is refused because no node of it could start.
 */
export function whyNotWire(editor: NodeEditor<Scheme>, { from, to }: WireEnds): string | undefined {
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
  if (reaches(editor, to.node, from.node)) {
    return `'${target.label}' already feeds '${source.label}': the wire would close a cycle`
  }
  return undefined
}

function reaches(editor: NodeEditor<Scheme>, start: string, goal: string): boolean {
  const wires = editor.getConnections()
  const seen = new Set([start])
  for (const id of seen) {
    if (id === goal) return true
    for (const { source, target } of wires) if (source === id) seen.add(target)
  }
  return false
}
