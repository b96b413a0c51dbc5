import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { graphDocument } from '@frameloom/graph'
import { callRoute } from '@frameloom/protocol'
import { expect, test } from 'vitest'
import { testStudio, until } from '../testing/test-studio.js'

const EXAMPLES = join(import.meta.dirname, '..', '..', '..', 'examples')
const EXAMPLE = join(EXAMPLES, 'endless-memrope', 'endless-memrope.frameloom.json')

test('a run computes with the library that FRAMELOOM_ONNXRUNTIME names: where there is none it says so', async () => {
  const studio = await testStudio({ FRAMELOOM_ONNXRUNTIME: '/nowhere/libonnxruntime.so.1' })
  const document = graphDocument.parse(JSON.parse(await readFile(EXAMPLE, 'utf8')))
  const { run } = await callRoute('startRun', { body: { document, chunks: 1 } }, { base: studio.url })
  const failure = await until(() => studio.desk.run(run).view.failure)
  expect(failure.message).toContain(
    "ONNX Runtime's library is not at /nowhere/libonnxruntime.so.1; let FRAMELOOM_ONNXRUNTIME name",
  )
})
