import type { SlotOp, StoreShape } from '@frameloom/kv-cache'
import { graphBuilder, type Value } from '@frameloom/onnx'
import { grouped, type FoldGroup } from './fold-group.js'
import { blendRows, type FoldPart, type FoldPlace, meanRows, type Rate, rateByMotion } from './fold-rows.js'
import { SlotContents } from './slot-contents.js'

/** Names of an update graph's inputs and outputs. `rates` holds `ratesOf`, f32 [count, 1, 1]; it is absent where nothing is folded. */
export const PORTS = {
  keys: 'keys',
  values: 'values',
  writtenKeys: 'keys.written',
  writtenValues: 'values.written',
  rates: 'rates',
} as const

/**
 * What tells one update graph from another: the operations without their rates, which are inputs, so that a rate that
 * changes during a run needs no new graph.
 */
export function structureOf(ops: readonly SlotOp[]): string {
  return JSON.stringify(ops.map((op) => (op.op === 'fold' ? { ...op, rate: op.rate.kind } : op)))
}

/** The rates of the folds of `ops` in order: one number for a uniform rate, two (least, most) for one by motion. */
export function ratesOf(ops: readonly SlotOp[]): number[] {
  return ops.flatMap((op) => {
    if (op.op === 'move') return []
    return op.rate.kind === 'uniform' ? [op.rate.rate] : [op.rate.least, op.rate.most]
  })
}

/** The shape of the cache that an update graph reads and writes, for keys as for values. */
export function cacheDims({ layers, capacity, tokensPerSlot, width }: StoreShape): readonly number[] {
  return [layers, capacity, tokensPerSlot, width]
}

/**
 * A plan's operations as one ONNX graph over keys and values, each f32 of `cacheDims`: bind one buffer as input and output.
 * Layers are a batch, so the number of nodes does not grow with the network. `ops` is not empty.
 */
export function updateGraph(shape: StoreShape, ops: readonly SlotOp[]): Uint8Array {
  const graph = graphBuilder({ name: 'cache-update' })
  const place: FoldPlace = { graph, shape }
  const port = { dtype: 'f32', dims: cacheDims(shape) } as const
  const keys = new SlotContents(graph, graph.input(PORTS.keys, port.dtype, port.dims), shape)
  const values = new SlotContents(graph, graph.input(PORTS.values, port.dtype, port.dims), shape)
  const nextRate = rateReader(place, ratesOf(ops).length)
  for (const op of grouped(ops)) {
    if (op.op === 'fold') {
      const part = (contents: SlotContents): FoldPart => ({
        mean: meanRows(graph, op, contents.rows(op.from)),
        remembered: op.fresh ? undefined : contents.rows(op.into),
      })
      const [keyPart, valuePart] = [part(keys), part(values)]
      const rate = nextRate(op, keyPart)
      keys.compute(op.into, blendRows(place, op, { ...keyPart, ...rate }))
      values.compute(op.into, blendRows(place, op, { ...valuePart, ...rate }))
    } else {
      keys.move(op.from, op.to)
      values.move(op.from, op.to)
    }
  }
  graph.output(PORTS.writtenKeys, keys.written(), port)
  graph.output(PORTS.writtenValues, values.written(), port)
  return graph.build()
}

/** Gives the rate of every fold, asked in order, from the input of `count` rates; one by motion is worked out from the keys. */
function rateReader(place: FoldPlace, count: number): (group: FoldGroup, keys: FoldPart) => Rate {
  const { graph } = place
  const rates = count > 0 ? graph.input(PORTS.rates, 'f32', [count, 1, 1]) : undefined
  let next = 0
  const take = (rows: number): Value => {
    if (!rates || next + rows > count) throw new RangeError(`The folds ask for more than ${count} rates.`)
    const from = next
    next += rows
    return rows === count ? rates : graph.slice(rates, { axis: 0, from, to: next })
  }
  return ({ rates: [first, ...others] }, keys) => {
    if (first?.kind === 'by-motion') return rateByMotion(place, keys, { least: take(1), most: take(1) })
    const rate = take(1 + others.length)
    return { rate, keep: graph.sub(graph.scalar(1), rate) }
  }
}
