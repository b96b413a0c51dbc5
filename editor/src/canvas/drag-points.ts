import { type FrameloomArea, rerouteByPointer, type RerouteOptions, wirePointId } from '@frameloom/rete-plugin'
import { sayFull } from '../studio/reroute-commands.js'
import type { Studio } from '../studio/studio.js'
import { onGrid } from './drag-nodes.js'
import { moveAlong } from './move-along.js'

type Canvas = Pick<RerouteOptions, 'mirror' | 'routes'> & { readonly area: FrameloomArea }

/** Reroute points are added, selected and dragged as nodes are: on the grid, Alt sets them free, the selection comes along. */
export function dragPoints(studio: Studio, canvas: Canvas): () => void {
  const { selection } = studio
  return rerouteByPointer({
    ...canvas,
    rest: (place, { altKey }) => (altKey ? place : onGrid(place)),
    pressed: ({ wire, index }, { ctrlKey, metaKey, shiftKey }) => {
      const id = wirePointId(wire, index)
      if (ctrlKey || metaKey || shiftKey) selection.togglePoint(id)
      else if (!selection.points.has(id)) selection.choose([], [id])
    },
    added: ({ wire, index }) => selection.choose([], [wirePointId(wire, index)]),
    dragged: (point, by) => moveAlong({ ...canvas, selection }, point, by),
    full: () => sayFull(studio),
  })
}
