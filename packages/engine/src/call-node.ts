import type { GraphNode, NodeContext } from '@frameloom/graph'
import { NodeFailure, nodeFailure } from './node-failure.js'
import type { Outputs } from './output-store.js'

/**
 * Calls a node's executor and checks that every output is there and flows as declared.
 * @throws NodeFailure naming the node, and the port where it is known
 */
export async function callNode(node: GraphNode, context: NodeContext): Promise<Outputs> {
  const { definition, manifest } = node.entry
  let returned: unknown
  try {
    returned = await definition.execute(context)
  } catch (error) {
    throw nodeFailure(node, error)
  }
  const outputs: Record<string, unknown> = {}
  for (const { name, flow } of manifest.outputs) {
    const value: unknown = typeof returned === 'object' && returned !== null ? Reflect.get(returned, name) : undefined
    if (value === undefined || (flow === 'stream' && !isAsyncIterable(value))) {
      const found = value === undefined ? 'nothing' : 'no async iterable'
      throw new NodeFailure({
        node: node.id,
        port: name,
        code: 'missing-output',
        message: `Node '${node.id}' (${definition.title}) returned ${found} for its output '${name}', which is a ${flow}. Report this to its pack.`,
      })
    }
    outputs[name] = value
  }
  return outputs
}

export const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value
