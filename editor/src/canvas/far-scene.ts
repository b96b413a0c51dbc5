import { type FrameloomArea, isManifestNode, type Scheme, type WireBox, type WireDrawing } from '@frameloom/rete-plugin'
import type { NodeEditor } from 'rete'
import { nodeColor } from '../card/node-color.js'
import type { Size } from '../graph/arrange.js'
import type { Point } from '../graph/edits.js'

/** A card as it is seen from afar. Sizes in pixels at zoom 1. */
export interface FarCard extends Point, Size {
  readonly title: string
  /** CSS colour of what the node gives, or else takes. */
  readonly color: string | undefined
  readonly bypassed: boolean
}

export interface FarWire {
  readonly box: WireBox
  readonly path: Path2D
  readonly color: string
}

export interface FarScene {
  /** What all of it lies in; nothing where there is nothing. */
  readonly box: WireBox | undefined
  readonly cards: readonly FarCard[]
  /** Those of one colour one after another. */
  readonly wires: readonly FarWire[]
}

export interface FarSceneOptions {
  readonly editor: NodeEditor<Scheme>
  readonly area: FrameloomArea
  readonly wires: WireDrawing
  /** Asked for every card each time, so it must not make the browser lay out. */
  readonly sizeOf: (id: string) => Size
}

export const boxOf = ({ x, y, width, height }: FarCard): WireBox => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
})

/** What the canvas holds now, without its fields and ports. */
export function farScene({ editor, area, wires, sizeOf }: FarSceneOptions): FarScene {
  const cards = editor.getNodes().flatMap((node) => {
    const view = area.nodeViews.get(node.id)
    if (view === undefined || !isManifestNode(node)) return []
    const { x, y } = view.position
    const bypassed = node.source.bypassed === true
    return [{ x, y, ...sizeOf(node.id), title: node.label, color: nodeColor(node), bypassed }]
  })
  const drawn = [...wires()]
  const boxes = [...cards.map(boxOf), ...drawn.map(({ box }) => box)]
  const paths = drawn
    .map(({ box, path, color }) => ({ box, path: new Path2D(path), color }))
    .toSorted((a, b) => (a.color < b.color ? -1 : Number(a.color > b.color)))
  return { box: around(boxes), cards, wires: paths }
}

/** Pixels at zoom 1 that edges and wires are wider than their boxes. */
const EDGE = 8

function around(boxes: readonly WireBox[]): WireBox | undefined {
  if (boxes.length === 0) return undefined
  return {
    left: Math.min(...boxes.map(({ left }) => left)) - EDGE,
    top: Math.min(...boxes.map(({ top }) => top)) - EDGE,
    right: Math.max(...boxes.map(({ right }) => right)) + EDGE,
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)) + EDGE,
  }
}
