import type { SlotOp } from '@frameloom/kv-cache'

export type FoldOp = Extract<SlotOp, { readonly op: 'fold' }>
type MoveOp = Exclude<SlotOp, FoldOp>

/** Folds of the same slots into neighbouring memory slots, which are carried out as one; there is at least one. */
export interface FoldGroup extends Pick<FoldOp, 'op' | 'from' | 'fresh' | 'pooling' | 'precision'> {
  readonly into: readonly number[]
  /** One for each slot of `into`; by motion only where it is the only one. */
  readonly rates: readonly FoldOp['rate'][]
}

/** A plan's operations, folds taken together where they may be: MemRoPE's two memories read what is evicted once. */
export function grouped(ops: readonly SlotOp[]): (FoldGroup | MoveOp)[] {
  const groups: (FoldGroup | MoveOp)[] = []
  for (const op of ops) {
    const last = groups.at(-1)
    if (op.op === 'move') {
      groups.push(op)
    } else if (last?.op === 'fold' && belongs(op, last)) {
      groups.splice(-1, 1, { ...last, into: [...last.into, op.into], rates: [...last.rates, op.rate] })
    } else {
      const { rate, into, ...same } = op
      groups.push({ ...same, into: [into], rates: [rate] })
    }
  }
  return groups
}

/** Whether `op` reads what the folds of `group` read, not what they write, and goes on where they end. */
function belongs(op: FoldOp, group: FoldGroup): boolean {
  return (
    op.into === (group.into.at(-1) ?? 0) + 1 &&
    [op.rate, ...group.rates].every(({ kind }) => kind === 'uniform') &&
    (['fresh', 'pooling', 'precision'] as const).every((key) => op[key] === group[key]) &&
    op.from.length === group.from.length &&
    op.from.every((slot, i) => slot === group.from[i] && !group.into.includes(slot))
  )
}
