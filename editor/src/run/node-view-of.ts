import type { NodeId } from '@frameloom/graph'
import type { NodeView, RunView } from '@frameloom/protocol'

/** What a run says of a node, by the node's id on the canvas. */
export const nodeViewOf = (view: RunView | undefined, id: string): NodeView | undefined => view?.nodes[id as NodeId]
