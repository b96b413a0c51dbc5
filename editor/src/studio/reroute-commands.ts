import { MOST_WIRE_POINTS } from '@frameloom/graph'
import { wireId } from '@frameloom/rete-plugin'
import type { Point } from '../graph/edits.js'
import { pointsOf } from '../graph/points.js'
import type { Studio } from './studio.js'

/** Leads a wire through one more point, at a place or in the middle of its longest stretch, and selects the point. One step. */
export function addPoint(studio: Studio, wire: string, place?: Point): void {
  const { graph, selection, stage } = studio
  const point = stage.canvas?.addPoint(wire, place)
  if (point !== undefined) selection.choose([], [point])
  else if (pointsOf(graph.document).filter((one) => one.wire === wire).length >= MOST_WIRE_POINTS) sayFull(studio)
}

export function sayFull({ notices }: Studio): void {
  notices.say(`A wire has at most ${MOST_WIRE_POINTS} reroute points: remove one first.`)
}

/** Leads the selected wire, or the one whose point is selected, through one more point. */
export function addPointToSelection(studio: Studio): void {
  const [wire] = selectedWires(studio)
  if (wire === undefined) studio.notices.say('Select a wire first: click it, or press W.')
  else addPoint(studio, wire)
}

/** Selects the wire behind the selected one: of those at this node, or of all. */
export function chooseNextWire(studio: Studio, node: string | undefined): void {
  const { graph, selection } = studio
  const wires = graph.document.wires.filter(
    ({ from, to }) => node === undefined || from.node === node || to.node === node,
  )
  const ids = wires.map(wireId)
  const [current = ''] = selectedWires(studio)
  const next = ids[(ids.indexOf(current) + 1) % ids.length]
  if (next !== undefined) selection.chooseWire(next)
}

/** Selects the point behind the selected one, or the first, of the selected wire, or of all wires. */
export function chooseNextPoint(studio: Studio): void {
  const { graph, selection } = studio
  const wires = new Set(selectedWires(studio))
  const points = pointsOf(graph.document).filter(({ wire }) => wires.size === 0 || wires.has(wire))
  const next = points[(points.findIndex(({ id }) => selection.points.has(id)) + 1) % points.length]
  if (next !== undefined) selection.choose([], [next.id])
}

/** The selected wires, and those of the selected points. */
function selectedWires({ graph, selection }: Studio): readonly string[] {
  const { wires, points } = selection
  const led = pointsOf(graph.document).flatMap(({ id, wire }) => (points.has(id) ? [wire] : []))
  return [...wires, ...led]
}
