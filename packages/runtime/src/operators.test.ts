import { graphBuilder } from '@frameloom/onnx'
import { tensorOf } from '@frameloom/tensor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Device } from './device.js'
import { openDevice } from './open-device.js'
import { elementwiseCases } from './testing/operators/elementwise-cases.js'
import { layoutCases } from './testing/operators/layout-cases.js'
import { neuralCases } from './testing/operators/neural-cases.js'
import { given, type OperatorCase } from './testing/operators/operator-case.js'
import { largestDifference, runOnce } from './testing/run-once.js'
import { secondOpinion } from './testing/second-opinion.js'

/** Kernels add up in another order than the plain sums here; 32-bit floats near 1 leave this much room. */
const TOLERANCE = 2e-5

let device: Device
beforeAll(async () => {
  device = await openDevice('cpu', { threads: 1 })
})
afterAll(() => device.dispose())

const cases = [...elementwiseCases, ...layoutCases, ...neuralCases]

function modelOf({ inputs, build, expected }: OperatorCase): Uint8Array {
  const graph = graphBuilder()
  const values = inputs.map(({ dtype, shape }, i) => graph.input(`x${i}`, dtype, shape))
  graph.output('y', build(graph, values), { dtype: expected.dtype, dims: expected.shape })
  return graph.build()
}

test.each([
  { holds: 1, expected: [-2, -3] },
  { holds: 0, expected: [8, 18] },
])('a choice goes the way of its condition ($holds), and either way may use what lies around it', async (one) => {
  const graph = graphBuilder()
  const x = graph.input('x', 'f32', [2])
  const condition = graph.input('condition', 'bool', [1])
  const doubled = graph.add(x, x)
  const weight = graph.inlineWeight('weight', tensorOf('f32', [2], Float32Array.of(2, 3)))
  const chosen = graph.choose(condition, {
    dtype: 'f32',
    dims: [2],
    holds: () => graph.neg(x),
    otherwise: () => graph.mul(weight, doubled),
  })
  graph.output('y', chosen, { dtype: 'f32', dims: [2] })
  const inputs = {
    x: tensorOf('f32', [2], Float32Array.of(2, 3)),
    condition: tensorOf('bool', [1], Uint8Array.of(one.holds)),
  }
  const { y } = await runOnce(device, {
    model: graph.build(),
    inputs,
    outputs: { y: tensorOf('f32', [2], new Float32Array(2)) },
  })
  expect([...(y?.data ?? [])]).toEqual(one.expected)
})

describe('every operator of the graph builder', () => {
  test.each(cases)('$operator computes what its definition says, and another binding agrees', async (one) => {
    const model = modelOf(one)
    const inputs = Object.fromEntries(one.inputs.map((tensor, i) => [`x${i}`, tensor]))
    const { y: first } = await runOnce(device, { model, inputs, outputs: { y: one.expected } })
    const { y: second } = await secondOpinion({ model, inputs })
    expect(largestDifference(given(first), one.expected)).toBeLessThan(TOLERANCE)
    expect(largestDifference(given(first), given(second))).toBe(0)
    expect(given(second).shape).toEqual(one.expected.shape)
  })

  test('is in the list of cases', () => {
    const construction = [
      'node',
      'nodes',
      'constant',
      'scalar',
      'integers',
      'input',
      'weight',
      'inlineWeight',
      'output',
      'within',
      'choose',
      'build',
    ]
    const operators = Object.keys(graphBuilder()).filter((name) => !construction.includes(name))
    const tested = new Set(cases.flatMap(({ operator }) => operator.split(/\W+/)))
    expect(operators.filter((name) => !tested.has(name))).toEqual([])
  })
})
