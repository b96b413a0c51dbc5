import type { SlotOp, StoreShape } from '@frameloom/kv-cache'
import { graphBuilder, type Value } from '@frameloom/onnx'
import { blendRows, type FoldOp, type FoldPlace, meanRows, type Rate, rateByMotion } from './fold-rows.js'
import { SlotContents } from './slot-contents.js'

/** Names of one layer's inputs and outputs in an update graph. */
export const portNames = (layer: number) => ({
  keys: `keys.${layer}`,
  values: `values.${layer}`,
  keysOut: `keys.${layer}.out`,
  valuesOut: `values.${layer}.out`,
})

/** Name of the input that holds `ratesOf`, f32; absent where nothing is folded. */
export const RATES = 'rates'

const RATE_KEYS: ReadonlySet<string> = new Set(['rate', 'least', 'most'])

/**
 * What tells one update graph from another: the operations without their rates, which are inputs, so that a rate that
 * changes during a run needs no new graph.
 */
export function structureOf(ops: readonly SlotOp[]): string {
  return JSON.stringify(ops, (key, value: unknown) => (typeof value === 'number' && RATE_KEYS.has(key) ? 0 : value))
}

/** The rates of the folds of `ops` in order: one number for a uniform rate, two (least, most) for one by motion. */
export function ratesOf(ops: readonly SlotOp[]): number[] {
  return ops.flatMap((op) => {
    if (op.op === 'move') return []
    return op.rate.kind === 'uniform' ? [op.rate.rate] : [op.rate.least, op.rate.most]
  })
}

/**
 * A plan's operations as one ONNX graph over the keys and values of all layers, each f32 [1, capacity x tokens, width]
 * (`portNames`): bind one buffer as input and output. `ops` is not empty.
 */
export function updateGraph(shape: StoreShape, ops: readonly SlotOp[]): Uint8Array {
  const graph = graphBuilder({ name: 'cache-update' })
  const place: FoldPlace = { graph, shape }
  const rateOf = foldRates(place, ops)
  const dims = [1, shape.capacity * shape.tokensPerSlot, shape.width]
  for (let layer = 0; layer < shape.layers; layer++) {
    const names = portNames(layer)
    const keys = new SlotContents(graph, graph.input(names.keys, 'f32', dims), shape.tokensPerSlot)
    const values = new SlotContents(graph, graph.input(names.values, 'f32', dims), shape.tokensPerSlot)
    for (const op of ops) {
      if (op.op === 'fold') {
        fold(place, op, { keys, values, rateOf })
      } else {
        keys.move(op.from, op.to)
        values.move(op.from, op.to)
      }
    }
    graph.output(names.keysOut, keys.written(), { dtype: 'f32', dims })
    graph.output(names.valuesOut, values.written(), { dtype: 'f32', dims })
  }
  return graph.build()
}

/** What enters a fold, for the keys of one layer or for its values. */
interface FoldPart {
  /** Of the folded slots. */
  readonly mean: Value
  /** The memory slot before the fold; absent while it holds no memory yet. */
  readonly remembered: Value | undefined
}

type RateOfKeys = (keys: FoldPart) => Rate

/** Reads each fold's rate from the input once for all layers; a rate by motion is worked out from a layer's keys. */
function foldRates(place: FoldPlace, ops: readonly SlotOp[]): ReadonlyMap<FoldOp, RateOfKeys> {
  const { graph } = place
  const count = ratesOf(ops).length
  const found = new Map<FoldOp, RateOfKeys>()
  if (count === 0) return found
  const rates = graph.input(RATES, 'f32', [count])
  let next = 0
  const take = () => graph.slice(rates, { axis: 0, from: next, to: ++next })
  for (const op of ops) {
    if (op.op === 'move') continue
    if (op.rate.kind === 'uniform') {
      const rate = take()
      const uniform = { rate, keep: graph.sub(graph.scalar(1), rate) }
      found.set(op, () => uniform)
    } else {
      const bounds = { least: take(), most: take() }
      found.set(op, (keys) => rateByMotion(place, keys, bounds))
    }
  }
  return found
}

interface FoldedLayer {
  readonly keys: SlotContents
  readonly values: SlotContents
  readonly rateOf: ReadonlyMap<FoldOp, RateOfKeys>
}

function fold(place: FoldPlace, op: FoldOp, { keys, values, rateOf }: FoldedLayer): void {
  const part = (contents: SlotContents): FoldPart => ({
    mean: meanRows(place, op, contents.rows(op.from)),
    remembered: op.fresh ? undefined : contents.rows([op.into]),
  })
  const [keyPart, valuePart] = [part(keys), part(values)]
  const rate = rateOf.get(op)?.(keyPart)
  if (!rate) throw new RangeError('A fold is not among the operations whose rates were read.')
  keys.compute(op.into, blendRows(place, op, { ...keyPart, ...rate }))
  values.compute(op.into, blendRows(place, op, { ...valuePart, ...rate }))
}
