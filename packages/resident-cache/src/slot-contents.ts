import type { StoreShape } from '@frameloom/kv-cache'
import type { GraphBuilder, Value } from '@frameloom/onnx'

/** What a slot holds while a plan is followed: the rows of some slot as they were before it, or something computed. */
type Content = { readonly kind: 'before'; readonly slot: number } | { readonly kind: 'computed'; readonly rows: Value }

/**
 * The slots of all layers' keys, or values, f32 [layers, capacity x tokens, width], while a plan's operations are followed on paper.
 * Slots that lie side by side are read together, and everything changed is written by one scatter, which ONNX Runtime
 * carries out in place; two scatters would copy the whole cache (measured).
 */
export class SlotContents {
  readonly #graph: GraphBuilder
  readonly #cache: Value
  readonly #shape: StoreShape
  readonly #contents = new Map<number, Content>()

  constructor(graph: GraphBuilder, cache: Value, shape: StoreShape) {
    this.#graph = graph
    this.#cache = cache
    this.#shape = shape
  }

  move(from: number, to: number): void {
    this.#contents.set(to, this.#of(from))
  }

  /** `rows` is [layers, tokens, width]. */
  compute(slot: number, rows: Value): void {
    this.#contents.set(slot, { kind: 'computed', rows })
  }

  /** The slots' rows one after another, [layers, slots x tokens, width]. */
  rows(slots: readonly number[]): Value {
    const pieces = this.#pieces(slots)
    const [only] = pieces
    return only && pieces.length === 1 ? only : this.#graph.concat(pieces, 1)
  }

  /** The tensor with all changed slots written; those between them are written back as they were. */
  written(): Value {
    const changed = [...this.#contents.keys()]
    const first = Math.min(...changed)
    const slots = Array.from({ length: Math.max(...changed) - first + 1 }, (_, i) => first + i)
    const { layers, tokensPerSlot } = this.#shape
    const at = this.#graph.integers(Array.from({ length: layers }, () => first * tokensPerSlot))
    return this.#graph.tensorScatter(this.#cache, this.rows(slots), { at, axis: 1 })
  }

  #of(slot: number): Content {
    return this.#contents.get(slot) ?? { kind: 'before', slot }
  }

  #pieces(slots: readonly number[]): Value[] {
    const pieces: Value[] = []
    for (let i = 0; i < slots.length;) {
      const content = this.#of(slots[i] ?? 0)
      let next = i + 1
      if (content.kind === 'computed') {
        pieces.push(content.rows)
      } else {
        while (next < slots.length && this.#follows(slots[next] ?? 0, content.slot + next - i)) next += 1
        const { tokensPerSlot } = this.#shape
        const [from, to] = [content.slot * tokensPerSlot, (content.slot + next - i) * tokensPerSlot]
        pieces.push(this.#graph.slice(this.#cache, { axis: 1, from, to }))
      }
      i = next
    }
    return pieces
  }

  #follows(slot: number, expected: number): boolean {
    const content = this.#of(slot)
    return content.kind === 'before' && content.slot === expected
  }
}
