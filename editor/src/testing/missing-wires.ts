import type { GraphDocument, GraphIssue } from '@frameloom/graph'
import { manifests } from './manifests.js'

/** The issues that an editor meets most: inputs that have no wire. */
export function missingWires({ nodes, wires }: GraphDocument): GraphIssue[] {
  return nodes.flatMap((node, index) => {
    const inputs = manifests.find(({ type }) => type === node.type)?.inputs ?? []
    return inputs
      .filter(({ name, optional }) => !optional && !wires.some(({ to }) => to.node === node.id && to.port === name))
      .map(({ name }) => ({
        code: 'missing-wire' as const,
        path: `/nodes/${index}`,
        node: node.id,
        port: name,
        message: `Input '${name}' of '${node.id}' has no wire. Connect it.`,
      }))
  })
}
