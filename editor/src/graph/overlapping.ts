import type { GraphDocument } from '@frameloom/graph'
import type { Size } from './arrange.js'

/** Do any two cards lie on each other? */
export function overlapping({ nodes }: GraphDocument, sizeOf: (id: string) => Size): boolean {
  const boxes = nodes.map(({ id, position }) => ({ left: position?.x ?? 0, top: position?.y ?? 0, ...sizeOf(id) }))
  return boxes.some((a, index) =>
    boxes
      .slice(index + 1)
      .some(
        (b) =>
          a.left < b.left + b.width &&
          b.left < a.left + a.width &&
          a.top < b.top + b.height &&
          b.top < a.top + a.height,
      ),
  )
}
