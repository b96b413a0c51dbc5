import type { DocumentNode, GraphDocument, NodeManifest, Wire } from '@frameloom/graph'
import type { NodeEditor } from 'rete'
import type { NodeChange } from './document-mirror.js'
import { isManifestNode, ManifestNode } from './manifest-node.js'
import { isManifestWire, ManifestWire, wireId } from './manifest-wire.js'
import { samePoints } from './document-edit.js'
import type { HostArea } from './host.js'
import type { Scheme } from './scheme.js'

interface Canvas {
  readonly editor: NodeEditor<Scheme>
  readonly area: HostArea
  readonly manifests: ReadonlyMap<string, NodeManifest>
  /** Does one operation, named `+id`, `-id` or `@id` (moved), without taking its echo for somebody's change. */
  readonly quietly: <T>(key: string, operation: () => Promise<T>) => Promise<T>
  readonly changed: (node: ManifestNode, what: NodeChange) => void
}

/** Makes the editor show `document` with as few operations as there are differences. Nodes of others are left alone. */
export async function reconcile(document: GraphDocument, canvas: Canvas): Promise<void> {
  const sources = new Map<string, DocumentNode>()
  for (const node of document.nodes) if (!sources.has(node.id)) sources.set(node.id, node)
  const wires = new Map(document.wires.toReversed().map((wire) => [wireId(wire), wire]))
  const shown = new Map(canvas.editor.getNodes().flatMap((node) => (isManifestNode(node) ? [[node.id, node]] : [])))
  const stale = [...shown.values()].filter((node) => {
    const source = sources.get(node.id)
    return source === undefined || !node.shows(source, canvas.manifests.get(source.type))
  })

  await removeWires(canvas, new Set(stale.map(({ id }) => id)), wires)
  for (const node of stale) {
    const removed = await canvas.quietly(`-${node.id}`, () => canvas.editor.removeNode(node.id))
    if (!removed) throw refused(`the removal of node '${node.id}'`)
    shown.delete(node.id)
  }
  for (const source of sources.values()) await showNode(source, shown, canvas)
  routeWires(canvas, wires)
  await addWires(document, shown, canvas)
}

/** Leads the wires that are shown through the points of the document's. */
function routeWires({ editor, area }: Canvas, wires: ReadonlyMap<string, Wire>): void {
  for (const shown of editor.getConnections()) {
    const wire = wires.get(shown.id)
    if (!isManifestWire(shown) || wire === undefined) continue
    const { from: _from, to: _to, points = [], ...fields } = wire
    shown.fields = fields
    if (samePoints(points, shown.points)) continue
    shown.points = points
    void area.update('connection', shown.id)
  }
}

async function removeWires(
  { editor, quietly }: Canvas,
  stale: ReadonlySet<string>,
  kept: ReadonlyMap<string, unknown>,
): Promise<void> {
  for (const wire of editor.getConnections()) {
    const ours = isManifestNode(editor.getNode(wire.source)) && isManifestNode(editor.getNode(wire.target))
    const loose = stale.has(wire.source) || stale.has(wire.target)
    if (!ours || (kept.has(wire.id) && !loose)) continue
    const removed = await quietly(`-${wire.id}`, () => editor.removeConnection(wire.id))
    if (!removed) throw refused(`the removal of wire ${wire.id}`)
  }
}

async function showNode(source: DocumentNode, shown: Map<string, ManifestNode>, canvas: Canvas): Promise<void> {
  const known = shown.get(source.id)
  const node = known ?? new ManifestNode(source, canvas.manifests.get(source.type))
  if (known === undefined) {
    shown.set(source.id, node)
    const added = await canvas.quietly(`+${source.id}`, () => canvas.editor.addNode(node))
    if (!added) throw refused(`node '${source.id}'`)
  } else if (known.source !== source) {
    const folded = known.collapsed
    known.source = source
    canvas.changed(known, folded === known.collapsed ? 'fields' : 'shape')
  }
  const view = canvas.area.nodeViews.get(source.id)
  const { x = 0, y = 0 } = source.position ?? {}
  if (view === undefined || (view.position.x === x && view.position.y === y)) return
  await canvas.quietly(`@${source.id}`, () => view.translate(x, y))
}

async function addWires(
  document: GraphDocument,
  shown: ReadonlyMap<string, ManifestNode>,
  canvas: Canvas,
): Promise<void> {
  const present = new Set(canvas.editor.getConnections().map(({ id }) => id))
  const grown = new Set<ManifestNode>()
  const missing = document.wires.flatMap((wire) => {
    const id = wireId(wire)
    const [from, to] = [shown.get(wire.from.node), shown.get(wire.to.node)]
    if (present.has(id) || from === undefined || to === undefined) return []
    present.add(id)
    if (from.ensurePort('output', wire.from.port)) grown.add(from)
    if (to.ensurePort('input', wire.to.port)) grown.add(to)
    return [new ManifestWire(wire, { from, to })]
  })
  for (const node of grown) canvas.changed(node, 'shape')
  for (const wire of missing) {
    const added = await canvas.quietly(`+${wire.id}`, () => canvas.editor.addConnection(wire))
    if (!added) throw refused(`wire ${wire.id}`)
  }
}

const refused = (what: string): Error =>
  new Error(
    `The document is not shown whole: a pipe of the editor refused ${what}. Show a document before you lock the editor, or let that pipe pass it.`,
  )
