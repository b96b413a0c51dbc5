import type { GraphDocument, NodeManifest } from '@frameloom/graph'
import { endsBetween, type SocketEnd } from '@frameloom/rete-plugin'
import { arranged } from '../graph/arrange.js'
import { toggleBypassed, whyNotBypass } from '../graph/bypass.js'
import { copied, pasted, STEP, wiresInto } from '../graph/clipboard.js'
import { addNode, type Edit, moveNodes, placeNodes, type Point, removeNodes, toggleCollapsed } from '../graph/edits.js'
import { frameAround } from '../graph/frames.js'
import { freeShift, overlapping } from '../graph/overlapping.js'
import { movePoints, pointsOf, removePoints, straightened } from '../graph/points.js'
import { fittingPort, portOf } from '../graph/port-of.js'
import { connect, removeWires } from '../graph/wiring.js'
import type { CanvasFace } from './canvas-face.js'
import type { Studio } from './studio.js'

/** Adds a node and selects it; wires it to a port where one is given. One step. */
export function addNodeAt(
  studio: Studio,
  manifest: NodeManifest,
  { place, from }: { readonly place: Point; readonly from?: SocketEnd | undefined },
): void {
  const { graph, selection } = studio
  const added = addNode(manifest, place)(graph.document)
  const fit = from && fittingPort(manifest, portOf(studio, from), from)
  const ends = from && fit && endsBetween(from, { nodeId: added.id, ...fit })
  graph.edit(() => (ends ? connect(ends)(added.document) : added.document))
  selection.choose([added.id])
}

/** Removes what is selected. One step. */
export function removeSelection({ graph, selection }: Studio): void {
  const { nodes, wires, points } = selection.store.getState()
  if (nodes.size + wires.size + points.size === 0) return
  graph.edit((document) => {
    const straighter = removePoints(points)(document)
    return nodes.size + wires.size === 0 ? straighter : removeWires(wires)(removeNodes(nodes)(straighter))
  })
  selection.clear()
}

export const selectionText = ({ graph, selection }: Studio): string | undefined =>
  selection.nodes.size === 0 ? undefined : copied(graph.document, selection.nodes)

/** Adds the nodes of a document's text; resolves to whether it was one. */
export function pasteText(studio: Studio, text: string, at?: Point): boolean {
  const result = pasted(studio.graph.document, text, at === undefined ? {} : { at })
  if (result === undefined) return false
  studio.graph.edit(() => result.document)
  studio.selection.choose(result.ids)
  const { leftOut } = result
  const [what, are] = leftOut === 1 ? ['One wire or change', 'is'] : [`${leftOut} wires or changes`, 'are']
  if (leftOut > 0)
    studio.notices.say(`${what} of the text ${are} left out: the nodes are not in it, or there is no room.`)
  return true
}

export const duplicateSelection = (studio: Studio): void => duplicate(studio, studio.selection.nodes)

/** Copies nodes beside themselves, onto no other card, with the wires that feed them, and selects the copies. One step. */
export function duplicate({ graph, selection, stage: { canvas } }: Studio, nodes: ReadonlySet<string>): void {
  if (nodes.size === 0) return
  const { document } = graph
  const shift = canvas === undefined ? STEP : freeShift(document, nodes, { sizeOf: canvas.sizeOf, step: STEP })
  const result = pasted(document, copied(document, nodes), { outerWires: wiresInto(document, nodes), shift })
  if (result === undefined) return
  graph.edit(() => result.document)
  selection.choose(result.ids)
}

export function selectAll({ graph, selection }: Studio): void {
  selection.choose(
    graph.store.getState().nodes.keys(),
    pointsOf(graph.document).map(({ id }) => id),
  )
}

/** Lets the title of the one selected node be typed over, where it can be read. */
export function renameSelection({ notices, selection, stage: { canvas }, ui }: Studio): void {
  const [node, ...others] = selection.nodes
  if (canvas === undefined) return
  if (node === undefined || others.length > 0) {
    notices.say('Select one node to rename it, or focus the title of a frame.')
    return
  }
  if (canvas.isFar()) canvas.fit([node])
  canvas.reveal(node)
  ui.setState({ renaming: node })
}

export function foldSelection({ graph, selection }: Studio): void {
  if (selection.nodes.size > 0) graph.edit(toggleCollapsed(selection.nodes))
}

/** Bypasses what is selected, or ends that. Where a node cannot be bypassed, none is, and the reason is said. */
export function bypassSelection({ graph, manifests, notices, selection }: Studio): void {
  const chosen = graph.document.nodes.filter(({ id }) => selection.nodes.has(id))
  if (chosen.length === 0) return
  const refusals = chosen
    .filter(({ bypassed }) => bypassed !== true)
    .flatMap((node) => whyNotBypass(node, manifests.get(node.type)) ?? [])
  const [reason] = refusals
  if (reason === undefined) graph.edit(toggleBypassed(selection.nodes))
  else notices.say(reason)
}

export function nudgeSelection({ graph, selection }: Studio, by: Point): void {
  const { nodes, points } = selection
  if (nodes.size + points.size === 0) return
  const move = (document: GraphDocument) =>
    movePoints(points, by)(nodes.size === 0 ? document : moveNodes(nodes, by)(document))
  graph.edit(move, `nudge ${[...nodes, ...points].join()}`)
}

/** Draws a comment box around what is selected. */
export function frameSelection({ graph, selection, stage }: Studio): void {
  if (stage.canvas !== undefined && selection.nodes.size > 0) {
    graph.edit(frameAround(selection.nodes, stage.canvas.sizeOf))
  }
}

/** Puts all nodes in order from left to right and shows them; wires lead straight again. */
export function arrange({ graph, stage }: Studio): void {
  const { canvas } = stage
  if (canvas === undefined) return
  graph.edit(inOrder(canvas))
  requestAnimationFrame(() => canvas.fit())
}

/** Reroute points led around what stood elsewhere. */
const inOrder =
  ({ sizeOf }: CanvasFace): Edit =>
  (document) =>
    straightened()(placeNodes(arranged(document, sizeOf))(document))

/** An example whose cards would lie on each other in this editor's sizes is put in order; then everything is shown. */
export function tidyExample({ graph, library, stage }: Studio): void {
  const { canvas } = stage
  if (canvas === undefined) return
  const { current, saving } = library.store.getState()
  if (current === undefined && saving === 'saved' && overlapping(graph.document, canvas.sizeOf)) {
    library.openExample(inOrder(canvas)(graph.document))
  }
  canvas.fit()
}
