import { z } from 'zod'
import { createCatalog } from './catalog.js'
import type { JsonValue } from './json.js'
import { defineNode } from './node.js'
import { definePack } from './pack.js'
import { port, stream } from './port.js'
import { socketType } from './socket.js'

const number = socketType<number>('number', 'A number.')
const label = socketType<string>('label', 'A text.')
const face = { version: 1, category: 'Test', help: 'For tests.' }
const amount = z.number().meta({ title: 'Amount', description: 'A number.' })

const constant = defineNode({
  ...face,
  type: 'test/constant',
  title: 'Constant',
  inputs: {},
  outputs: {
    value: port(number, 'The number.'),
    odd: port(number, 'The number as an odd one.', { traits: ['odd'] }),
  },
  params: z.strictObject({ amount: amount.default(1).meta({ title: 'Amount', description: 'A number.', live: true }) }),
  execute: ({ params }) => ({ value: params.amount, odd: params.amount }),
})

const sum = defineNode({
  ...face,
  type: 'test/sum',
  title: 'Sum',
  inputs: { left: port(number, 'A number.'), right: port(number, 'A number.', { optional: true }) },
  outputs: { value: port(number, 'Both together.') },
  passes: { value: 'left' },
  params: z.strictObject({}),
  conflicts: [
    { inputs: { left: 'odd', right: 'odd' }, message: 'two odd numbers make an even one. Use value instead.' },
  ],
  execute: ({ inputs: { left, right = 0 } }) => ({ value: left + right }),
})

const counter = defineNode({
  ...face,
  type: 'test/counter',
  title: 'Counter',
  version: 3,
  inputs: {
    start: port(number, 'The first number.', { optional: true }),
    step: port(number, 'What is added per chunk.', { live: true, optional: true }),
  },
  outputs: { numbers: stream(number, 'The numbers.') },
  params: z.strictObject({
    chunks: z.int().min(0).max(1000).default(3).meta({ title: 'Chunks', description: 'How many; 0 is endless.' }),
    mode: z.enum(['up', 'down']).default('up').meta({ title: 'Mode', description: 'Up or down.' }),
    scale: amount.default(1).meta({ title: 'Scale', description: 'A factor.', live: true }),
  }),
  horizon: 'chunks',
  migrations: [
    { to: 2, name: 'rename count to chunks', migrate: ({ count, ...rest }) => ({ ...rest, chunks: count ?? 3 }) },
    {
      to: 3,
      name: 'name the mode',
      migrate: ({ down, ...rest }) => ({ ...rest, mode: down === true ? 'down' : 'up' }),
    },
  ],
  execute: () => ({ numbers: (async function* () {})() }),
})

const printer = defineNode({
  ...face,
  type: 'test/printer',
  title: 'Printer',
  inputs: { numbers: stream(number, 'The numbers.'), label: port(label, 'A heading.', { optional: true }) },
  outputs: {},
  params: z.strictObject({}),
  execute: () => {},
})

export const catalog = createCatalog([definePack({ name: 'arithmetic', nodes: [constant, sum, counter, printer] })])

/** A document that runs: constant → sum → counter → printer. Tests spoil copies of it. */
export const sound = {
  format: 'frameloom-graph',
  formatVersion: 1,
  nodes: [
    { id: 'one', type: 'test/constant', version: 1, params: { amount: 1 } },
    { id: 'sum', type: 'test/sum', version: 1, params: {} },
    { id: 'counter', type: 'test/counter', version: 3, params: { chunks: 4 } },
    { id: 'printer', type: 'test/printer', version: 1 },
  ],
  wires: [
    { from: { node: 'one', port: 'value' }, to: { node: 'sum', port: 'left' } },
    { from: { node: 'sum', port: 'value' }, to: { node: 'counter', port: 'step' } },
    { from: { node: 'counter', port: 'numbers' }, to: { node: 'printer', port: 'numbers' } },
  ],
} satisfies JsonValue

/** The sound document with other nodes or wires added, and anything else put over it. */
export function variant(
  added: { nodes?: unknown[]; wires?: unknown[] } & Record<string, unknown>,
): Record<string, unknown> {
  const { nodes = [], wires = [], ...rest } = added
  return { ...sound, nodes: [...sound.nodes, ...nodes], wires: [...sound.wires, ...wires], ...rest }
}

export const wire = (from: string, to: string): unknown => {
  const [node = '', output = ''] = from.split('.')
  const [reader = '', input = ''] = to.split('.')
  return { from: { node, port: output }, to: { node: reader, port: input } }
}
