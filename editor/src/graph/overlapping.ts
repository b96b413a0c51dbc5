import type { DocumentNode, GraphDocument } from '@frameloom/graph'
import type { Size } from './arrange.js'

type SizeOf = (id: string) => Size

interface Box extends Size {
  readonly left: number
  readonly top: number
}

/** Do any two cards lie on each other? */
export function overlapping({ nodes }: GraphDocument, sizeOf: SizeOf): boolean {
  const boxes = nodes.map((node) => boxOf(node, sizeOf))
  return boxes.some((a, index) => boxes.slice(index + 1).some((b) => overlap(a, b)))
}

/** Pixels to the right and down, a multiple of `step`, after which copies of these nodes lie on no card. */
export function freeShift(
  { nodes }: GraphDocument,
  ids: ReadonlySet<string>,
  { sizeOf, step }: { readonly sizeOf: SizeOf; readonly step: number },
): number {
  const boxes = nodes.map((node) => boxOf(node, sizeOf))
  const copies = boxes.filter((_, index) => ids.has(nodes[index]?.id ?? ''))
  const isTaken = (by: number) =>
    copies.some((box) => {
      const copy = { ...box, left: box.left + by, top: box.top + by }
      return boxes.some((other) => overlap(copy, other))
    })
  let by = step
  while (isTaken(by)) by += step
  return by
}

const boxOf = ({ id, position }: DocumentNode, sizeOf: SizeOf): Box => ({
  left: position?.x ?? 0,
  top: position?.y ?? 0,
  ...sizeOf(id),
})

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height
