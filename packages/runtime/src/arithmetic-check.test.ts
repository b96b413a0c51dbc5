import { graphBuilder } from '@frameloom/onnx'
import { expect, test } from 'vitest'
import { ARITHMETIC_MODEL, requireArithmetic } from './arithmetic-check.js'
import { openDevice } from './open-device.js'

/** Of the graph builder, with as many zeros around the picture as the check has, or all of them on one side. */
function model(pads: readonly number[]): Uint8Array {
  const graph = graphBuilder({ name: 'arithmetic-check', opset: 20 })
  const f32 = (name: string, dims: readonly number[]) => graph.input(name, 'f32', dims)
  const [input, weight] = [f32('image', [1, 1, 4, 4]), f32('kernel', [1, 1, 3, 3])]
  const convolved = graph.conv({ input, weight, pads })
  const [query, key, value] = [f32('query', [1, 2, 16]), f32('keys', [1, 3, 16]), f32('values', [1, 3, 16])]
  const attended = graph.multiHeadAttention({ query, key, value, heads: 2 })
  graph.output('convolved', convolved, { dtype: 'f32', dims: [1, 1, 4, 4] })
  graph.output('attended', attended, { dtype: 'f32', dims: [1, 2, 16] })
  return graph.build()
}

test('is what the graph builder writes for one Conv and one MultiHeadAttention', () => {
  expect(Buffer.from(ARITHMETIC_MODEL)).toEqual(Buffer.from(model([1, 1, 1, 1])))
})

test('passes a device that computes', async () => {
  await using device = await openDevice('cpu', { threads: 1 })
  await requireArithmetic(device)
})

test('refuses one that computes something else, or refuses the model', async () => {
  await using device = await openDevice('cpu', { threads: 1 })
  await expect(requireArithmetic(device, model([2, 2, 0, 0]))).rejects.toThrow(
    "Its arithmetic is wrong: element 0 of 'convolved' is 0 where 83 is expected; check its driver.",
  )
  await expect(requireArithmetic(device, Uint8Array.of(1, 2, 3))).rejects.toThrow(
    'the arithmetic check cannot be opened on cpu',
  )
})
