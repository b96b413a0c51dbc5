import { graphBuilder } from '@frameloom/onnx'
import { tensorOf } from '@frameloom/tensor'
import { expect, test } from 'vitest'
import { COPY_MODEL } from './copy-model.js'
import { openDevice } from './open-device.js'
import { runOnce } from './testing/run-once.js'

test('is what the graph builder writes for one Identity node', () => {
  const graph = graphBuilder({ name: 'copy', opset: 18 })
  graph.output('target', graph.identity(graph.input('source', 'u8', ['bytes'])), { dtype: 'u8', dims: ['bytes'] })
  expect(Buffer.from(COPY_MODEL)).toEqual(Buffer.from(graph.build()))
})

test('copies bytes', async () => {
  await using device = await openDevice('cpu')
  const source = tensorOf('u8', [4], Uint8Array.of(1, 2, 3, 250))
  const found = await runOnce(device, { model: COPY_MODEL, inputs: { source }, outputs: { target: source } })
  expect(found['target']?.data).toEqual(source.data)
})
