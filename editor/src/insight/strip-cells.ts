import type { SlotReport } from '@frameloom/memory-report'

/** One cell of a strip: a slot, or several neighbours of one kind where the strip has too many to tell apart. */
export interface StripCell {
  readonly kind: SlotReport['kind']
  /** Index of the first slot. */
  readonly first: number
  readonly slots: readonly SlotReport[]
  /** The first of its kind: a gap is drawn before it. */
  readonly opens: boolean
}

/** Cells that are still wide enough to hit on the card of a node. */
const MOST_CELLS = 24

export function stripCells(slots: readonly SlotReport[], most = MOST_CELLS): readonly StripCell[] {
  const size = Math.ceil(slots.length / most)
  const cells: StripCell[] = []
  for (const [first, slot] of slots.entries()) {
    const last = cells.at(-1)
    if (last?.kind === slot.kind && last.slots.length < size) {
      cells[cells.length - 1] = { ...last, slots: [...last.slots, slot] }
    } else {
      cells.push({ kind: slot.kind, first, slots: [slot], opens: last !== undefined && last.kind !== slot.kind })
    }
  }
  return cells
}
