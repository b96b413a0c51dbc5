import type { SlotOp, StoreShape } from '@frameloom/kv-cache'
import { graphBuilder, type Value } from '@frameloom/onnx'
import { blendRows, type FoldOp, type FoldPlace, meanRows, type Rate, rateByMotion } from './fold-rows.js'
import { SlotContents } from './slot-contents.js'

/** Names of an update graph's inputs and outputs. `rates` holds `ratesOf`, and is absent where nothing is folded. */
export const PORTS = {
  keys: 'keys',
  values: 'values',
  writtenKeys: 'keys.written',
  writtenValues: 'values.written',
  rates: 'rates',
} as const

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
 * A plan's operations as one ONNX graph over keys and values, each f32 [layers, capacity x tokens, width]: bind one buffer
 * as input and output. Layers are a batch, so the number of nodes does not grow with the network. `ops` is not empty.
 */
export function updateGraph(shape: StoreShape, ops: readonly SlotOp[]): Uint8Array {
  const graph = graphBuilder({ name: 'cache-update' })
  const place: FoldPlace = { graph, shape }
  const rateOf = foldRates(place, ops)
  const dims = [shape.layers, shape.capacity * shape.tokensPerSlot, shape.width]
  const keys = new SlotContents(graph, graph.input(PORTS.keys, 'f32', dims), shape)
  const values = new SlotContents(graph, graph.input(PORTS.values, 'f32', dims), shape)
  for (const op of ops) {
    if (op.op === 'fold') {
      fold(place, op, { keys, values, rateOf })
    } else {
      keys.move(op.from, op.to)
      values.move(op.from, op.to)
    }
  }
  graph.output(PORTS.writtenKeys, keys.written(), { dtype: 'f32', dims })
  graph.output(PORTS.writtenValues, values.written(), { dtype: 'f32', dims })
  return graph.build()
}

/** What enters a fold, for keys or for values. */
interface FoldPart {
  /** Of the folded slots. */
  readonly mean: Value
  /** The memory slot before the fold; absent while it holds no memory yet. */
  readonly remembered: Value | undefined
}

type RateOfKeys = (keys: FoldPart) => Rate

/** Reads each fold's rate from the input; a rate by motion is worked out from the keys. */
function foldRates(place: FoldPlace, ops: readonly SlotOp[]): ReadonlyMap<FoldOp, RateOfKeys> {
  const { graph } = place
  const count = ratesOf(ops).length
  const found = new Map<FoldOp, RateOfKeys>()
  if (count === 0) return found
  const rates = graph.input(PORTS.rates, 'f32', [count])
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

interface FoldedCache {
  readonly keys: SlotContents
  readonly values: SlotContents
  readonly rateOf: ReadonlyMap<FoldOp, RateOfKeys>
}

function fold(place: FoldPlace, op: FoldOp, { keys, values, rateOf }: FoldedCache): void {
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
