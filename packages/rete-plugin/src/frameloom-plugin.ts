import type { NodeManifest } from '@frameloom/graph'
import type { NodeEditor } from 'rete'
import { ComputedSocketPositions } from './computed-socket-positions.js'
import { DocumentMirror, type NodeChange } from './document-mirror.js'
import { highlightFittingPorts } from './fitting-ports.js'
import type { HostArea, HostConnection } from './host.js'
import { isManifestNode, type ManifestNode } from './manifest-node.js'
import { endsOf, type WireEnds } from './manifest-wire.js'
import type { Scheme } from './scheme.js'
import { whyNotAgain, whyNotWire } from './why-not-wire.js'
import { type SocketEnd, WireFlow } from './wire-flow.js'
import { WireRoutes } from './wire-routes.js'

/** The host's own editor, area and connections, of any scheme that extends the classic one, with any other plugins. */
export interface FrameloomOptions {
  readonly editor: NodeEditor<Scheme>
  readonly area: HostArea
  readonly connection: HostConnection
  /** What `GET /api/nodes` or `frameloom nodes --json` gives. */
  readonly manifests: readonly NodeManifest[]
  /** Told in one sentence why a wire was refused. */
  readonly refused?: (reason: string) => void
  /** A new wire was let go over empty canvas, for example to offer nodes that fit. */
  readonly dropped?: (start: SocketEnd) => void
  /** Draws a node anew. Left out: `area.update`. */
  readonly changed?: (node: ManifestNode, what: NodeChange) => void
}

export interface Frameloom {
  readonly mirror: DocumentMirror
  /** Hand it to `Presets.classic.setup({ socketPositionWatcher })`. */
  readonly socketPositions: ComputedSocketPositions
  /** The reroute points of the wires; hand them to `rerouteByPointer`. */
  readonly routes: WireRoutes
}

/**
 * Brings Frameloom's nodes into a Rete editor: typed wires that are refused before the drop and again in the pipe, and a
 * mirror between the editor and a document. Nodes of the host's own are left alone.
 */
export function frameloom(options: FrameloomOptions): Frameloom {
  const { editor, area, connection, refused = () => undefined, dropped = () => undefined } = options
  const socketPositions = new ComputedSocketPositions()
  const redraw = options.changed ?? ((node: ManifestNode) => void area.update('node', node.id))
  const mirror = new DocumentMirror({
    editor,
    area,
    manifests: new Map(options.manifests.map((manifest) => [manifest.type, manifest])),
    changed: (node, what) => {
      redraw(node, what)
      if (what === 'shape') socketPositions.refresh(node.id)
    },
  })
  // What was there may come back, by an undo or where its successor is refused, also where no new wire would fit.
  const accepted = new WeakSet<object>()
  editor.addPipe(async (signal) => {
    if (signal.type === 'connectioncreated') accepted.add(signal.data)
    if (signal.type === 'connectioncreate' && !mirror.isShowing(signal.data.id)) {
      const ends = endsOf(signal.data)
      const refusal = (accepted.has(signal.data) ? whyNotAgain : whyNotWire)(editor, ends)
      const reason = refusal ?? whyTaken(editor, ends)
      if (reason !== undefined) {
        refused(reason)
        return undefined
      }
    }
    // Rete leaves the wires of a removed node dangling. Not before it is removed: another pipe may still refuse that.
    if (signal.type === 'noderemoved' && isManifestNode(signal.data)) await removeWiresOf(editor, signal.data.id)
    return signal
  })
  // A wire that begins at a node of the host's is left to the host's own preset.
  connection.addPreset(({ nodeId }) =>
    isManifestNode(editor.getNode(nodeId))
      ? new WireFlow({
          container: area.container,
          gesture: (work) => mirror.gesture(work),
          letGo: () => connection.drop(),
          refused,
          dropped,
        })
      : undefined,
  )
  highlightFittingPorts({ editor, area, connection })
  return { mirror, socketPositions, routes: new WireRoutes({ editor, mirror, socketPositions }) }
}

/** Whoever draws a wire by hand takes away the one that it replaces; what is added by code may not pile up at an input of ours. */
function whyTaken(editor: NodeEditor<Scheme>, { from, to }: WireEnds): string | undefined {
  const target = editor.getNode(to.node)
  if (!isManifestNode(editor.getNode(from.node)) || !isManifestNode(target)) return undefined
  const isTaken = editor.getConnections().some((wire) => wire.target === to.node && wire.targetInput === to.port)
  return isTaken ? `input '${to.port}' of '${target.label}' has a wire already; remove that one first` : undefined
}

async function removeWiresOf(editor: NodeEditor<Scheme>, node: string): Promise<void> {
  for (const wire of editor.getConnections()) {
    if (wire.source === node || wire.target === node) await editor.removeConnection(wire.id)
  }
}
