import { graphBuilder } from '@frameloom/onnx'
import { dtypes, zeros } from '@frameloom/tensor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Device } from './device.js'
import { openDevice } from './open-device.js'
import { runOnce } from './testing/run-once.js'

let device: Device
beforeAll(async () => {
  device = await openDevice('cpu', { threads: 1 })
})
afterAll(() => device.dispose())

describe('element types', () => {
  test.each(dtypes)('%s goes through a model unchanged, as an input and as a weight', async (dtype) => {
    const graph = graphBuilder({ opset: 19 })
    const source = zeros(dtype, [5])
    new Uint8Array(source.data.buffer).set(dtype === 'bool' ? [1, 0, 1] : [7, 1, 60, 3, 9])
    const x = graph.input('x', dtype, [5])
    graph.output('passed', graph.identity(x), { dtype, dims: [5] })
    graph.output('held', graph.identity(graph.inlineWeight('w', source)), { dtype, dims: [5] })
    const outputs = { passed: source, held: source }
    const found = await runOnce(device, { model: graph.build(), inputs: { x: source }, outputs })
    expect(found['passed']?.data).toEqual(source.data)
    expect(found['held']?.data).toEqual(source.data)
  })
})
