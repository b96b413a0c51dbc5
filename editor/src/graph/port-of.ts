import type { NodeManifest, PortManifest } from '@frameloom/graph'
import type { SocketEnd } from '@frameloom/rete-plugin'
import type { Studio } from '../studio/studio.js'

type Known = Pick<Studio, 'graph' | 'manifests'>

/** The port at one end of a wire; nothing where its node type is not installed. */
export function portOf({ graph, manifests }: Known, { nodeId, side, key }: SocketEnd): PortManifest | undefined {
  const manifest = manifests.get(graph.store.getState().nodes.get(nodeId)?.type ?? '')
  return portsOn(manifest, side).find(({ name }) => name === key)
}

export const portsOn = (manifest: NodeManifest | undefined, side: SocketEnd['side']): readonly PortManifest[] =>
  (side === 'input' ? manifest?.inputs : manifest?.outputs) ?? []

/** The first port of a node type that a wire from `start` may end at, and its side. */
export function fittingPort(manifest: NodeManifest, start: PortManifest | undefined, from: SocketEnd) {
  const side = from.side === 'output' ? ('input' as const) : ('output' as const)
  const port = portsOn(manifest, side).find(({ socket, flow }) => socket === start?.socket && flow === start.flow)
  return port && { side, key: port.name }
}
