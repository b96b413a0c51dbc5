import type { GraphDocument } from '@frameloom/graph'
import type { Size } from './arrange.js'
import { moveNodes, type Edit, type Point } from './edits.js'
import { newFrameId } from './new-frame-id.js'
import { movePoints } from './points.js'

/** A comment box that has a place on the canvas. */
export interface FrameBox extends Point, Size {
  readonly id: string
  readonly title: string
}

/** Pixels between a frame and the nodes it was drawn around, and the height of its title. */
const AROUND = { side: 24, title: 40 }

/** The frames that say where they are; others stay in the document unseen. */
export function frameBoxes({ frames = [] }: GraphDocument): readonly FrameBox[] {
  return frames.flatMap(({ id, title = '', ...place }) => {
    const { x, y, width, height } = place
    return typeof x === 'number' && typeof y === 'number' && typeof width === 'number' && typeof height === 'number'
      ? [{ id, title, x, y, width, height }]
      : []
  })
}

/** Draws a frame around nodes. */
export const frameAround =
  (ids: ReadonlySet<string>, sizeOf: (id: string) => Size): Edit =>
  (document) => {
    const boxes = document.nodes.filter(({ id }) => ids.has(id)).map((node) => placeOf(node, sizeOf))
    if (boxes.length === 0) return document
    const x = Math.min(...boxes.map((box) => box.x)) - AROUND.side
    const y = Math.min(...boxes.map((box) => box.y)) - AROUND.title - AROUND.side / 2
    const width = Math.max(...boxes.map((box) => box.x + box.width)) + AROUND.side - x
    const height = Math.max(...boxes.map((box) => box.y + box.height)) + AROUND.side - y
    const taken = new Set(document.frames?.map(({ id }) => id))
    const frame = { id: newFrameId(taken), title: 'Frame', x, y, width, height }
    return { ...document, frames: [...(document.frames ?? []), frame] }
  }

export const editFrame =
  (id: string, change: Partial<Omit<FrameBox, 'id'>>): Edit =>
  (document) => {
    const { frames = [] } = document
    const frame = frames.find((one) => one.id === id)
    if (frame === undefined || Object.entries(change).every(([key, value]) => frame[key] === value)) return document
    return { ...document, frames: frames.map((one) => (one === frame ? { ...frame, ...change } : one)) }
  }

/** Pixels of the narrowest and of the lowest frame. */
export const SMALLEST_FRAME = 120

export const resizeFrame = (id: string, { width, height }: Size): Edit =>
  editFrame(id, { width: Math.max(SMALLEST_FRAME, width), height: Math.max(SMALLEST_FRAME, height) })

/** What lies in a frame: nodes and reroute points. */
export interface Inside {
  readonly nodes: ReadonlySet<string>
  readonly points: ReadonlySet<string>
}

/** Moves a frame to a place, and what lies in it by the same way. */
export const moveFrame =
  (box: FrameBox, to: Point, inside: Inside): Edit =>
  (document) => {
    const now = frameBoxes(document).find(({ id }) => id === box.id) ?? box
    const by = { x: to.x - now.x, y: to.y - now.y }
    if (by.x === 0 && by.y === 0) return document
    const placed = editFrame(box.id, { x: to.x, y: to.y })(document)
    return movePoints(inside.points, by)(moveNodes(inside.nodes, by)(placed))
  }

/** The last frame takes the list with it. */
export const removeFrame =
  (id: string): Edit =>
  ({ frames = [], ...document }) => {
    const left = frames.filter((frame) => frame.id !== id)
    return left.length === 0 ? document : { ...document, frames: left }
  }

/** The nodes that lie wholly in a frame. */
export function nodesInside(
  document: GraphDocument,
  frame: FrameBox,
  sizeOf: (id: string) => Size,
): ReadonlySet<string> {
  const inside = document.nodes.filter((node) => {
    const box = placeOf(node, sizeOf)
    return (
      box.x >= frame.x &&
      box.y >= frame.y &&
      box.x + box.width <= frame.x + frame.width &&
      box.y + box.height <= frame.y + frame.height
    )
  })
  return new Set(inside.map(({ id }) => id))
}

const placeOf = ({ id, position }: GraphDocument['nodes'][number], sizeOf: (id: string) => Size) => ({
  x: position?.x ?? 0,
  y: position?.y ?? 0,
  ...sizeOf(id),
})
