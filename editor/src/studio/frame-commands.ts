import { type FrameBox, type Inside, nodesInside, removeFrame } from '../graph/frames.js'
import { pointsInside } from '../graph/points.js'
import type { Studio } from './studio.js'

/** What goes along with a frame that is moved from where it is. */
export function insideOf({ graph, stage: { canvas } }: Studio, box: FrameBox): Inside {
  const { document } = graph
  return {
    nodes: canvas === undefined ? new Set() : nodesInside(document, box, canvas.sizeOf),
    points: pointsInside(document, box),
  }
}

/** Removes a frame from the canvas; its nodes stay. What had the focus in it leaves it to the canvas. */
export function dropFrame({ graph, stage }: Studio, id: string): void {
  graph.edit(removeFrame(id))
  stage.canvas?.element.focus()
}
