import { checkDocument, createCatalog, defineNode, definePack, socketType, stream } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { horizonOf } from './horizon.js'

const numbers = socketType<number>('number', 'A number.')
const ticks = { ticks: stream(numbers, 'Numbers.') }
const face = { version: 1, category: 'Test', help: 'For tests.' }
const params = z.strictObject({ chunks: z.int().default(4).meta({ title: 'Chunks', description: 'Length.' }) })
const none = async function* (): AsyncGenerator<number> {}

const clock = defineNode({
  ...face,
  type: 'test/clock',
  title: 'Clock',
  inputs: {},
  outputs: ticks,
  params,
  horizon: 'chunks',
  execute: () => ({ ticks: none() }),
})

/** Ends a stream early. */
const cut = defineNode({
  ...face,
  type: 'test/cut',
  title: 'Cut',
  inputs: ticks,
  outputs: ticks,
  passes: { ticks: 'ticks' },
  params,
  horizon: 'chunks',
  execute: () => ({ ticks: none() }),
})

const catalog = createCatalog([definePack({ name: 'test', nodes: [clock, cut] })])

/** A clock of 9 chunks, cut off after 5. */
function horizon(rest: { readonly bypassed?: boolean }): number {
  const nodes = [
    { id: 'clock', type: 'test/clock', version: 1, params: { chunks: 9 } },
    { id: 'cut', type: 'test/cut', version: 1, params: { chunks: 5 }, ...rest },
  ]
  const wires = [{ from: { node: 'clock', port: 'ticks' }, to: { node: 'cut', port: 'ticks' } }]
  const checked = checkDocument({ format: 'frameloom-graph', formatVersion: 1, nodes, wires }, catalog)
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join('\n'))
  return horizonOf(checked.graph, catalog)
}

test('a video is as long as the longest of the nodes that declare a length and are not bypassed', () => {
  expect(horizon({})).toBe(9)
  expect(horizon({ bypassed: true })).toBe(9)
})
