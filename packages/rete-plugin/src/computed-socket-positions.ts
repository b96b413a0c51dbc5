import { NodeEditor, type Scope } from 'rete'
import { BaseAreaPlugin, type BaseArea } from 'rete-area-plugin'
import type { SocketPositionWatcher } from 'rete-render-utils'
import { isManifestNode, type Side } from './manifest-node.js'
import { type NodeGeometry, nodeGeometry, portOffset } from './node-geometry.js'
import type { AreaSignals, Scheme } from './scheme.js'
import type { WirePoint } from './wire-path.js'

/**
 * Tells wires where their ends are by arithmetic on the node's position and the card's fixed rows, and wakes only the
 * wires of the node that moved. Reads no layout, so a thousand wires cost a thousand additions.
 */
export class ComputedSocketPositions implements SocketPositionWatcher<Scope<never, [AreaSignals]>> {
  readonly #geometry: NodeGeometry
  readonly #listeners = new Map<string, Set<() => void>>()
  #area: BaseAreaPlugin<Scheme, BaseArea<Scheme>> | undefined

  constructor(geometry: NodeGeometry = nodeGeometry) {
    this.#geometry = geometry
  }

  attach(scope: Scope<never, [AreaSignals]>): void {
    if (this.#area !== undefined || !scope.hasParent()) return
    const area = scope.parentScope<BaseAreaPlugin<Scheme, BaseArea<Scheme>>>(BaseAreaPlugin)
    this.#area = area
    area.addPipe((signal) => {
      if (typeof signal === 'object' && (signal.type === 'nodetranslated' || signal.type === 'noderesized')) {
        this.refresh(signal.data.id)
      }
      return signal
    })
  }

  /** Draws the wires of a node anew, after it was collapsed or got another port. */
  refresh(node: string): void {
    for (const listener of this.#listeners.get(node) ?? []) listener()
  }

  // The signature is rete-render-utils'.
  // oxlint-disable-next-line max-params
  listen(nodeId: string, side: Side, port: string, change: (position: { x: number; y: number }) => void): () => void {
    const listener = () => {
      const position = this.positionOf(nodeId, side, port)
      if (position !== undefined) change(position)
    }
    const listeners = this.#listeners.get(nodeId) ?? new Set()
    this.#listeners.set(nodeId, listeners.add(listener))
    listener()
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(nodeId) === listeners) this.#listeners.delete(nodeId)
    }
  }

  /** The middle of a port on the canvas; nothing where it is not one of ours. */
  positionOf(nodeId: string, side: Side, port: string): WirePoint | undefined {
    const view = this.#area?.nodeViews.get(nodeId)
    const node = this.#area?.parentScope<NodeEditor<Scheme>>(NodeEditor).getNode(nodeId)
    if (view === undefined || !isManifestNode(node)) return undefined
    const offset = portOffset({ node, side, port }, this.#geometry)
    return { x: view.position.x + offset.x, y: view.position.y + offset.y }
  }
}
