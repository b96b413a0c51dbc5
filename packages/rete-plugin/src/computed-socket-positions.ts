import { NodeEditor, type Scope } from 'rete'
import { BaseAreaPlugin, type BaseArea } from 'rete-area-plugin'
import { DOMSocketPosition, type SocketPositionWatcher } from 'rete-render-utils'
import { isManifestNode, type Side } from './manifest-node.js'
import { type NodeGeometry, nodeGeometry, portOffset } from './node-geometry.js'
import type { AreaSignals, Scheme } from './scheme.js'
import type { WirePoint } from './wire-path.js'

/**
 * Tells wires where their ends are by arithmetic on the node's position and the card's fixed rows, and wakes only the
 * wires of the node that moved. Reads no layout, so a thousand wires cost a thousand additions. Ports of the host's own nodes are
 * looked for on the page, as Rete does by itself.
 */
export class ComputedSocketPositions implements SocketPositionWatcher<Scope<never, [AreaSignals]>> {
  readonly #geometry: NodeGeometry
  readonly #listeners = new Map<string, Set<() => void>>()
  readonly #hosts = new HostSocketPositions((nodeId) => this.#isOfHost(nodeId))
  #area: BaseAreaPlugin<Scheme, BaseArea<Scheme>> | undefined

  constructor(geometry: NodeGeometry = nodeGeometry) {
    this.#geometry = geometry
  }

  attach(scope: Scope<never, [AreaSignals]>): void {
    if (this.#area !== undefined || !scope.hasParent()) return
    const area = scope.parentScope<BaseAreaPlugin<Scheme, BaseArea<Scheme>>>(BaseAreaPlugin)
    this.#area = area
    this.#hosts.attach(scope)
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
    if (this.#isOfHost(nodeId)) return this.#hosts.listen(nodeId, side, port, change)
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

  #node(id: string): Scheme['Node'] | undefined {
    return this.#area?.parentScope<NodeEditor<Scheme>>(NodeEditor).getNode(id)
  }

  #isOfHost(id: string): boolean {
    const node = this.#node(id)
    return node !== undefined && !isManifestNode(node)
  }

  /** The middle of a port on the canvas; nothing where it is not one of ours. */
  positionOf(nodeId: string, side: Side, port: string): WirePoint | undefined {
    const view = this.#area?.nodeViews.get(nodeId)
    const node = this.#node(nodeId)
    if (view === undefined || !isManifestNode(node)) return undefined
    const offset = portOffset({ node, side, port }, this.#geometry)
    return { x: view.position.x + offset.x, y: view.position.y + offset.y }
  }
}

type Calculate = DOMSocketPosition<Scheme, AreaSignals>['calculatePosition']

/** Rete's own watcher, which reads the layout, for the nodes of the host alone. */
class HostSocketPositions extends DOMSocketPosition<Scheme, AreaSignals> {
  readonly #isOfHost: (nodeId: string) => boolean

  constructor(isOfHost: (nodeId: string) => boolean) {
    super()
    this.#isOfHost = isOfHost
  }

  override async calculatePosition(...socket: Parameters<Calculate>): ReturnType<Calculate> {
    return this.#isOfHost(socket[0]) ? super.calculatePosition(...socket) : null
  }
}
