import { whyNotConnect, type PortManifest } from '@frameloom/graph'
import { endsBetween, type SocketEnd, type WireEnds } from '@frameloom/rete-plugin'
import type { Studio } from '../studio/studio.js'
import { portsOn } from './port-of.js'

export interface PossibleWire {
  readonly ends: WireEnds
  /** The port at the other node. */
  readonly port: PortManifest
  readonly node: string
  readonly title: string
}

/** Every wire that could be drawn from a port: to ports that take or give the same, without closing a cycle. */
export function possibleWires(
  { graph, manifests, titles }: Pick<Studio, 'graph' | 'manifests' | 'titles'>,
  start: SocketEnd,
  port: PortManifest,
): readonly PossibleWire[] {
  const { nodes, document } = graph.store.getState()
  const banned = reach(document.wires, start)
  const side = start.side === 'input' ? 'output' : 'input'
  return [...nodes.values()].flatMap((node) => {
    if (banned.has(node.id)) return []
    const manifest = manifests.get(node.type)
    const title = titles.of(node.id, document)
    return portsOn(manifest, side).flatMap((other) => {
      const [output, input] = side === 'output' ? [other, port] : [port, other]
      const ends = endsBetween(start, { nodeId: node.id, side, key: other.name })
      return ends === undefined || whyNotConnect(output, input) ? [] : [{ ends, port: other, node: node.id, title }]
    })
  })
}

type Wires = Studio['graph']['document']['wires']

/** The node itself and all that a wire from it would make a cycle with. */
function reach(wires: Wires, { nodeId, side }: SocketEnd): ReadonlySet<string> {
  const seen = new Set([nodeId])
  for (const id of seen) {
    for (const { from, to } of wires) {
      if (side === 'input' && from.node === id) seen.add(to.node)
      if (side === 'output' && to.node === id) seen.add(from.node)
    }
  }
  return seen
}
