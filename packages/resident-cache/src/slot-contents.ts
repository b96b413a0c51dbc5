import type { StoreShape } from '@frameloom/kv-cache'
import type { GraphBuilder, Value } from '@frameloom/onnx'

/** Rows of `slots` neighbouring slots: [layers, slots, tokens, width]. */
interface Rows {
  readonly value: Value
  readonly slots: number
}

/** Slots `from` up to, not including, `to` of some rows. */
interface Run {
  readonly of: Rows
  readonly from: number
  readonly to: number
}

/**
 * The slots of all layers' keys, or values, f32 [layers, capacity, tokens, width], while a plan's operations are followed on
 * paper. Slots that lie side by side are read together, and everything changed is written by one scatter, which ONNX Runtime
 * carries out in place; two scatters would copy the whole cache (measured).
 */
export class SlotContents {
  readonly #graph: GraphBuilder
  readonly #shape: StoreShape
  readonly #cache: Rows
  /** What slots hold that are not as they were: a slot of the cache before the plan, or of rows computed. */
  readonly #changed = new Map<number, { readonly of: Rows; readonly slot: number }>()

  constructor(graph: GraphBuilder, cache: Value, shape: StoreShape) {
    this.#graph = graph
    this.#shape = shape
    this.#cache = { value: cache, slots: shape.capacity }
  }

  move(from: number, to: number): void {
    this.#changed.set(to, this.#of(from))
  }

  /** `rows` of `slots`, which are neighbours: [layers, slots, tokens, width]. */
  compute(slots: readonly number[], rows: Value): void {
    const of = { value: rows, slots: slots.length }
    for (const [index, slot] of slots.entries()) this.#changed.set(slot, { of, slot: index })
  }

  /** The slots' rows one after another, [layers, slots, tokens, width]. */
  rows(slots: readonly number[]): Value {
    return this.#joined(this.#runs(slots))
  }

  /** The tensor with all changed slots written; those between them are written back as they were. */
  written(): Value {
    const changed = [...this.#changed.keys()]
    const first = Math.min(...changed)
    const slots = Array.from({ length: Math.max(...changed) - first + 1 }, (_, i) => first + i)
    return this.#writtenOver(this.#cache.value, first, this.#changedRows(this.#runs(slots)))
  }

  /**
   * Computed rows in front of moved ones are written over the slots that lie before those: joining them would take one more
   * pass over the moved rows.
   */
  #changedRows([first, second, ...others]: readonly Run[]): Value {
    if (!first || !second) return this.#joined(first ? [first] : [])
    const computed = first.to - first.from
    if (first.of === this.#cache || second.of !== this.#cache || second.from < computed) {
      return this.#joined([first, second, ...others])
    }
    const moved = this.#joined([{ ...second, from: second.from - computed }, ...others])
    return this.#writtenOver(moved, 0, this.#joined([first]))
  }

  #writtenOver(rows: Value, slot: number, written: Value): Value {
    const at = this.#graph.integers(Array.from({ length: this.#shape.layers }, () => slot))
    return this.#graph.tensorScatter(rows, written, { at, axis: 1 })
  }

  #joined(runs: readonly Run[]): Value {
    const values = runs.map(({ of, from, to }) => {
      return to - from === of.slots ? of.value : this.#graph.slice(of.value, { axis: 1, from, to })
    })
    const [only] = values
    return only && values.length === 1 ? only : this.#graph.concat(values, 1)
  }

  #of(slot: number) {
    return this.#changed.get(slot) ?? { of: this.#cache, slot }
  }

  #runs(slots: readonly number[]): Run[] {
    const runs: Run[] = []
    for (const each of slots) {
      const { of, slot } = this.#of(each)
      const last = runs.at(-1)
      if (last?.of === of && last.to === slot) runs.splice(-1, 1, { ...last, to: slot + 1 })
      else runs.push({ of, from: slot, to: slot + 1 })
    }
    return runs
  }
}
