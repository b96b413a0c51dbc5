import { tensorOf } from '@frameloom/tensor'
import { describe, expect, test } from 'vitest'
import { graphBuilder } from './graph-builder.js'
import { readMessage } from './testing/read-message.js'

const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ name: 'GraphError', code, message: expect.stringMatching(message) })

/** The values of one field of an encoded message. */
const all = (message: Uint8Array, field: number) =>
  readMessage(message)
    .filter((one) => one.field === field)
    .map(({ value }) => value)
const messages = (message: Uint8Array, field: number) =>
  all(message, field).filter((value) => value instanceof Uint8Array)
const texts = (message: Uint8Array, field: number) =>
  messages(message, field).map((value) => Buffer.from(value).toString())

/** What the tests look at in a model. */
function read(model: Uint8Array) {
  const [graph = new Uint8Array()] = messages(model, 7)
  return {
    irVersion: all(model, 1)[0],
    opsets: messages(model, 8).map((opset) => [texts(opset, 1)[0], Number(all(opset, 2)[0])]),
    nodes: messages(graph, 1).map((node) => ({
      inputs: texts(node, 1),
      outputs: texts(node, 2),
      name: texts(node, 3)[0],
      op: texts(node, 4)[0],
    })),
    initializers: messages(graph, 5).map((tensor) => ({
      name: texts(tensor, 8)[0],
      dims: all(tensor, 1).map(Number),
      bytes: messages(tensor, 9)[0],
      external: Object.fromEntries(messages(tensor, 13).map((pair) => [texts(pair, 1)[0], texts(pair, 2)[0]])),
    })),
    inputs: messages(graph, 11).map((port) => texts(port, 1)[0]),
    outputs: messages(graph, 12).map((port) => texts(port, 1)[0]),
  }
}

describe('a graph', () => {
  test('keeps nodes in the order of the calls, under unique names', () => {
    const g = graphBuilder()
    const x = g.input('x', 'f32', ['n'])
    g.output('y', g.add(g.add(x, x), g.mul(x, x)), { dtype: 'f32', dims: ['n'] })
    expect(read(g.build()).nodes).toEqual([
      { op: 'Add', name: 'Add_0', inputs: ['x', 'x'], outputs: ['Add_0'] },
      { op: 'Mul', name: 'Mul_0', inputs: ['x', 'x'], outputs: ['Mul_0'] },
      { op: 'Add', name: 'Add_1', inputs: ['Add_0', 'Mul_0'], outputs: ['y'] },
    ])
  })

  test('renames an output also where other nodes read it', () => {
    const g = graphBuilder()
    const x = g.input('x', 'f32', [1])
    const sum = g.add(x, x)
    const product = g.mul(sum, sum)
    g.output('sum', sum, { dtype: 'f32', dims: [1] })
    g.output('product', product, { dtype: 'f32', dims: [1] })
    const model = read(g.build())
    expect(model.nodes.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
      [['x', 'x'], ['sum']],
      [['sum', 'sum'], ['product']],
    ])
    expect(model.outputs).toEqual(['sum', 'product'])
    expect(sum.name).toBe('sum')
  })

  test('puts the scope before the names of nodes, also nested, and takes it back after a failure', () => {
    const g = graphBuilder()
    const x = g.input('x', 'f32', [1])
    const inner = g.within('layer0', () => g.within('attention', () => g.sqrt(x)))
    expect(inner.name).toBe('layer0/attention/Sqrt_0')
    expect(() =>
      g.within('layer1', () => {
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(g.sqrt(x).name).toBe('Sqrt_1')
  })

  test('leaves optional inputs out: an empty name in the middle, nothing at the end', () => {
    const g = graphBuilder()
    const x = g.input('x', 'f32', [1, 2])
    const w = g.input('w', 'f32', [2, 2])
    g.gemm({ input: x, weight: w })
    g.output('y', g.clip(x, { max: g.scalar(1) }), { dtype: 'f32', dims: [1, 2] })
    expect(read(g.build()).nodes.map(({ inputs }) => inputs)).toEqual([
      ['x', 'w'],
      ['x', '', 'constant_0'],
    ])
  })

  test('writes equal small constants once, and different ones each', () => {
    const g = graphBuilder()
    const x = g.input('x', 'f32', [2])
    expect(g.scalar(1)).toBe(g.scalar(1))
    expect(g.scalar(1)).not.toBe(g.scalar(2))
    expect(g.integers([1])).not.toBe(g.scalar(1))
    expect(g.integers([1, 2])).not.toBe(g.constant(tensorOf('i64', [2, 1], BigInt64Array.of(1n, 2n))))
    g.output('y', g.add(x, g.scalar(1)), { dtype: 'f32', dims: [2] })
    expect(read(g.build()).initializers.map(({ dims }) => dims)).toEqual([[], [], [1], [2], [2, 1]])
  })

  test('keeps a constant as it was when it was given', () => {
    const g = graphBuilder()
    const data = Float32Array.of(1)
    const held = g.constant(tensorOf('f32', [1], data))
    data[0] = 2
    g.output('y', g.identity(held), { dtype: 'f32', dims: [1] })
    expect(read(g.build()).initializers[0]?.bytes).toEqual(new Uint8Array(Float32Array.of(1).buffer))
  })

  test('points to weights in a file, several under other shapes over the same bytes', () => {
    const g = graphBuilder()
    const place = { location: 'model.safetensors', offset: 153 }
    const a = g.weight('patch', { dtype: 'bf16', shape: [4, 2, 1, 2], ...place })
    const b = g.weight('patch.flat', { dtype: 'bf16', shape: [4, 4], ...place })
    g.output('y', g.concat([g.reshape(a, [-1]), g.reshape(b, [-1])], 0), { dtype: 'bf16', dims: [32] })
    const external = { location: 'model.safetensors', offset: '153', length: '32' }
    expect(read(g.build()).initializers.slice(0, 2)).toEqual([
      { name: 'patch', dims: [4, 2, 1, 2], bytes: undefined, external },
      { name: 'patch.flat', dims: [4, 4], bytes: undefined, external },
    ])
  })

  test('names the operator domains in use, with the opset asked for', () => {
    const plain = graphBuilder({ opset: 18 })
    plain.output('y', plain.neg(plain.input('x', 'f32', [1])), { dtype: 'f32', dims: [1] })
    expect(read(plain.build()).opsets).toEqual([['', 18]])
    const g = graphBuilder()
    const x = g.input('x', 'f32', [1, 2, 4])
    g.output('y', g.multiHeadAttention({ query: x, key: x, value: x, heads: 2 }), { dtype: 'f32', dims: [1, 2, 4] })
    expect(read(g.build()).opsets).toEqual([
      ['', 24],
      ['com.microsoft', 1],
    ])
  })

  test('takes any operator that has no function of its own', () => {
    const g = graphBuilder()
    const x = g.input('x', 'f32', [4])
    const [values, indices] = g.nodes({ op: 'TopK', inputs: [x, g.integers([2])], attributes: { largest: 0 } }, 2)
    expect([values?.name, indices?.name]).toEqual(['TopK_0:0', 'TopK_0:1'])
  })
})

describe('a graph refuses', () => {
  test('a value of another graph', () => {
    const other = graphBuilder().input('x', 'f32', [1])
    const g = graphBuilder()
    const x = g.input('x', 'f32', [1])
    expect(() => g.add(x, other)).toThrow(
      refusal('foreign-value', /'x', used as an input of Add, is not of this graph/),
    )
    expect(() => g.output('y', other, { dtype: 'f32', dims: [1] })).toThrow(refusal('foreign-value', /output 'y'/))
  })

  test('a name that is taken, and the empty name', () => {
    const g = graphBuilder()
    const x = g.input('x', 'f32', [1])
    expect(() => g.input('x', 'f32', [1])).toThrow(refusal('duplicate-name', /already has a value called 'x'/))
    expect(() => g.weight('x', { dtype: 'f32', shape: [1], location: 'w', offset: 0 })).toThrow(
      refusal('duplicate-name', /'x'/),
    )
    expect(() => g.output('x', g.neg(x), { dtype: 'f32', dims: [1] })).toThrow(refusal('duplicate-name', /'x'/))
    expect(() => g.input('', 'f32', [1])).toThrow(refusal('bad-argument', /empty name/))
  })

  test('an output that is an input, a weight or an output already', () => {
    const g = graphBuilder()
    const x = g.input('x', 'f32', [1])
    const y = g.neg(x)
    const port = { dtype: 'f32', dims: [1] } as const
    expect(() => g.output('same', x, port)).toThrow(refusal('not-an-output', /'same' is the value 'x'.*identity\(\)/))
    expect(() => g.output('one', g.scalar(1), port)).toThrow(refusal('not-an-output', /constant_0/))
    g.output('y', y, port)
    expect(() => g.output('z', y, port)).toThrow(refusal('not-an-output', /'z' is the value 'y'/))
  })

  test('a way of a choice that makes nothing, and an output from inside a way', () => {
    const g = graphBuilder()
    const x = g.input('x', 'f32', [1])
    const condition = g.input('condition', 'bool', [1])
    const port = { dtype: 'f32', dims: [1] } as const
    const neg = () => g.neg(x)
    expect(() => g.choose(condition, { ...port, holds: () => x, otherwise: neg })).toThrow(
      refusal('not-an-output', /a choice gives the value 'x'.*identity\(\)/),
    )
    const inside = { value: x }
    g.choose(condition, { ...port, holds: neg, otherwise: () => (inside.value = g.neg(x)) })
    expect(() => g.output('y', inside.value, port)).toThrow(refusal('not-an-output', /'y' is the value/))
  })

  test('to be written without an output', () => {
    expect(() => graphBuilder({ name: 'denoiser' }).build()).toThrow(refusal('no-output', /'denoiser' has no output/))
  })

  test('an operator that its opset does not have, and an opset below the lowest', () => {
    const g = graphBuilder({ opset: 20 })
    const x = g.input('x', 'f32', [1, 4])
    expect(() => g.rmsNorm(x, { scale: x, epsilon: 1e-6 })).toThrow(
      refusal('opset-too-low', /RMSNormalization needs opset 23, but the graph is written for 20/),
    )
    expect(() => graphBuilder({ opset: 17 })).toThrow(refusal('opset-too-low', /opset 17/))
  })

  test('weights whose shape is none', () => {
    const g = graphBuilder()
    expect(() => g.weight('w', { dtype: 'f32', shape: [-1], location: 'w', offset: 0 })).toThrow(/axis size -1/)
  })
})
