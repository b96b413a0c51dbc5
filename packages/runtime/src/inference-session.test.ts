import { graphBuilder } from '@frameloom/onnx'
import { describe, expect, test } from 'vitest'
import { openSession } from './inference-session.js'
import { openDevice } from './open-device.js'
import { cacheWrite, doubling, manyProducts } from './testing/models.js'

const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

describe('a session', () => {
  test('knows the names, dtypes and shapes of its inputs and outputs', async () => {
    await using device = await openDevice('cpu')
    await using session = await openSession({ device, model: cacheWrite(4) })
    expect(session.inputs).toEqual([
      { name: 'cache', dtype: 'f32', dims: [1, 'n', 4] },
      { name: 'rows', dtype: 'f32', dims: [1, 'r', 4] },
      { name: 'at', dtype: 'i64', dims: [1] },
    ])
    expect(session.outputs).toEqual([{ name: 'written', dtype: 'f32', dims: [1, 'n', 4] }])
  })

  test('refuses bytes that are no model, and a model that is not sound', async () => {
    await using device = await openDevice('cpu')
    await expect(openSession({ device, model: Uint8Array.of(1, 2, 3), label: 'the denoiser' })).rejects.toThrow(
      refusal('model-refused', /^the denoiser cannot be opened on cpu: /),
    )
    const graph = graphBuilder()
    const product = graph.matMul(graph.input('a', 'f32', [2, 3]), graph.input('b', 'f32', [4, 5]))
    graph.output('y', product, { dtype: 'f32', dims: [2, 5] })
    await expect(openSession({ device, model: graph.build() })).rejects.toThrow(refusal('model-refused', /MatMul/))
  })

  test('computes the same with any number of threads, and without prepacked weights', async () => {
    await using device = await openDevice('cpu', { threads: 2 })
    const model = manyProducts(64, 3)
    const results = [{}, { threads: 1 }, { prepack: false }].map(async (options) => {
      await using session = await openSession({ device, model, ...options })
      using x = device.allocate('f32', [64, 64])
      using y = device.allocate('f32', [64, 64])
      x.host().fill(8)
      await session.bind().input('x', x).output('y', y).run()
      return y.host().slice()
    })
    for (const result of await Promise.all(results)) expect(result.every((value) => value === 1)).toBe(true)
  })

  test('ends only after its runs, when it, its binding and its buffers are disposed in the middle of one', async () => {
    await using device = await openDevice('cpu', { threads: 1 })
    const session = await openSession({ device, model: manyProducts(128, 500), label: 'the slow model' })
    const x = device.allocate('f32', [128, 128])
    const y = device.allocate('f32', [128, 128])
    const seen = y.view([1])
    seen.host()[0] = NaN
    const binding = session.bind().input('x', x).output('y', y)
    let ended = false
    const run = binding.run().then(() => (ended = true))
    binding.dispose()
    x.dispose()
    y.dispose()
    await session.dispose()
    expect(ended).toBe(true)
    await run
    expect(seen.host()[0]).toBe(0)
    await expect(binding.run()).rejects.toThrow(refusal('disposed', /binding of the slow model was disposed/))
    expect(() => session.bind()).toThrow(refusal('disposed', /session of the slow model was disposed/))
    seen.dispose()
  })

  test('refuses to run with a buffer that was disposed meanwhile', async () => {
    await using device = await openDevice('cpu')
    await using session = await openSession({ device, model: doubling() })
    const x = device.allocate('f32', [3])
    const y = device.allocate('f32', [3])
    const binding = session.bind().input('x', x).output('y', y)
    x.dispose()
    await expect(binding.run()).rejects.toThrow(refusal('disposed', /f32 buffer \[3\] was disposed/))
    await binding.input('x', device.allocate('f32', [3])).run()
  })

  test('ends with its device, which then refuses everything', async () => {
    const device = await openDevice('cpu')
    const session = await openSession({ device, model: doubling() })
    const x = device.allocate('f32', [3])
    x.host().fill(1)
    const run = session.bind().input('x', x).output('y', x).run()
    await device.dispose()
    await run
    expect([...x.host()]).toEqual([2, 2, 2])
    expect(() => session.bind()).toThrow(refusal('disposed', /session/))
    expect(() => device.allocate('f32', [1])).toThrow(refusal('disposed', /The device cpu was disposed/))
    await expect(openSession({ device, model: doubling() })).rejects.toThrow(refusal('disposed', /device cpu/))
    await device.dispose()
  })

  test('opens and closes a hundred times without keeping memory', async () => {
    await using device = await openDevice('cpu', { threads: 1 })
    const model = manyProducts(512, 1)
    const openAndClose = async () => {
      await using session = await openSession({ device, model })
      using x = device.allocate('f32', [512, 512])
      await session.bind().input('x', x).output('y', x).run()
    }
    for (let i = 0; i < 20; i++) await openAndClose()
    const before = process.memoryUsage.rss()
    for (let i = 0; i < 80; i++) await openAndClose()
    // One weight is 1 MiB, prepacked again as much: keeping any would make more than 80 MiB.
    expect(process.memoryUsage.rss() - before).toBeLessThan(40 * 2 ** 20)
  })
})
