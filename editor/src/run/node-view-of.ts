import type { NodeId } from '@frameloom/graph'
import type { NodeView, RunView } from '@frameloom/protocol'
import { isActive } from './channel-state.js'

/** What a run says of a node, by the node's id on the canvas. */
export const nodeViewOf = (view: RunView | undefined, id: string): NodeView | undefined => view?.nodes[id as NodeId]

/** What a node is doing now; nothing once its run is over and it was cut off at work. */
export function phaseOf(view: RunView | undefined, id: string): NodeView['phase'] | undefined {
  const phase = nodeViewOf(view, id)?.phase
  return phase === 'working' && !isActive(view) ? undefined : phase
}
