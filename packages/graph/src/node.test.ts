import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { DefinitionError } from './check-definition.js'
import { describeNode } from './manifest.js'
import { defineNode, type NodeDefinition } from './node.js'
import { port, stream } from './port.js'
import { socketType } from './socket.js'

const text = socketType<string>('text', 'A text.')
const numbers = socketType<number>('number', 'A number.')

const gain = defineNode({
  type: 'test/gain',
  version: 2,
  title: 'Gain',
  category: 'Test',
  help: `Multiplies
    numbers.`,
  inputs: {
    numbers: stream(numbers, 'The numbers.'),
    label: port(text, 'A label.', { optional: true }),
    unitName: port(text, 'A unit.', { live: true }),
  },
  outputs: { numbers: stream(numbers, 'Multiplied numbers.', { traits: ['scaled'] }) },
  params: z.strictObject({
    factor: z.number().default(2).meta({ title: 'Factor', description: 'Multiplies.', live: true, unit: 'times' }),
    chunks: z.int().min(0).default(0).meta({ title: 'Chunks', description: 'How many; 0 is endless.' }),
  }),
  horizon: 'chunks',
  migrations: [
    {
      to: 2,
      name: 'rename gain to factor',
      migrate: ({ gain: factor, ...rest }) => ({ ...rest, factor: factor ?? 2 }),
    },
  ],
  execute({ inputs, params, boundary, firstChunk }) {
    expectTypeOf(inputs.numbers).toEqualTypeOf<AsyncIterable<number>>()
    expectTypeOf(inputs.label).toEqualTypeOf<string | undefined>()
    expectTypeOf(inputs.unitName).toEqualTypeOf<string>()
    expectTypeOf(params.factor).toEqualTypeOf<number>()
    async function* multiplied() {
      let chunk = firstChunk
      for await (const value of inputs.numbers) yield value * (await boundary(chunk++)).params.factor
    }
    return { numbers: multiplied() }
  },
})

const sink = defineNode({
  type: 'test/sink',
  version: 1,
  title: 'Sink',
  category: 'Test',
  help: 'Reads.',
  inputs: { numbers: stream(numbers, 'The numbers.') },
  outputs: {},
  params: z.strictObject({}),
  async execute({ inputs }) {
    for await (const value of inputs.numbers) expectTypeOf(value).toEqualTypeOf<number>()
  },
})

test('a catalog is a plain list of definitions, without a cast', () => {
  const all: NodeDefinition[] = [gain, sink]
  expect(all.map(({ type }) => type)).toEqual(['test/gain', 'test/sink'])
})

test('leaving out an output, reading an unknown parameter, or mistyping `live` does not compile', () => {
  const face = { type: 'test/a', version: 1, title: 'A', category: 'Test', help: 'A.', inputs: {} }
  const params = z.strictObject({ a: z.int().meta({ title: 'A', description: 'A.' }) })
  const outputs = { text: port(text, 'A.') }
  // @ts-expect-error the output `text` is missing
  defineNode({ ...face, outputs, params, execute: () => ({}) })
  // @ts-expect-error there is no parameter `b`
  defineNode({ ...face, outputs, params, execute: (context) => ({ text: context.params.b }) })
  // @ts-expect-error `live` is a boolean
  z.string().meta({ live: 'yes' })
  expect(describeNode(defineNode({ ...face, outputs: {}, params, execute: () => {} })).outputs).toEqual([])
})

test('a manifest is JSON and carries ports in order, flows, traits, units and what is live', () => {
  const manifest = describeNode(gain)
  expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest)
  expect(manifest.help).toBe('Multiplies numbers.')
  expect(manifest.inputs.map(({ name, flow, live, optional }) => [name, flow, live, optional])).toEqual([
    ['numbers', 'stream', false, false],
    ['label', 'value', false, true],
    ['unitName', 'value', true, false],
  ])
  expect(manifest.outputs[0]).toMatchObject({ name: 'numbers', socket: 'number', traits: ['scaled'] })
  expect(manifest.horizon).toBe('chunks')
  expect(manifest.params).toMatchObject({
    additionalProperties: false,
    properties: { factor: { default: 2, live: true, unit: 'times', title: 'Factor' } },
  })
})

test('a wrong declaration is refused with everything that is wrong with it', () => {
  const declare = () =>
    defineNode({
      type: 'Nonsense',
      version: 2,
      title: '',
      category: 'Test',
      help: 'A.',
      inputs: { 'Bad name': port(text, 'A.', { traits: ['a'] }) },
      outputs: { out: port(text, '', { live: true }) },
      params: z.object({ rate: z.number() }),
      execute: () => ({ out: '' }),
    })
  expect(declare).toThrow(DefinitionError)
  for (const problem of [
    /type is 'Nonsense'/,
    /title is empty/,
    /input 'Bad name' is not a port name/,
    /input 'Bad name' has traits/,
    /output 'out' has no help/,
    /output 'out' is live/,
    /parameter 'rate' lacks \.meta\(\{ title \}\)/,
    /params is not a z\.strictObject/,
    /version 2 needs \[2\]/,
  ]) {
    expect(declare).toThrow(problem)
  }
})
