import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { graphDocument, nodeId } from '@frameloom/graph'
import { callRoute } from '@frameloom/protocol'
import { expect, test } from 'vitest'
import { openPage, testStudio, until, untilState } from '../testing/test-studio.js'

const example = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'examples',
  'endless-memrope',
  'endless-memrope.frameloom.json',
)

test('the cache is swapped while the embedded model plays, and the run resumes with it', async () => {
  const studio = await testStudio()
  const base = { base: studio.url }
  const document = graphDocument.parse(JSON.parse(await readFile(example, 'utf8')))
  const find = (type: string) => document.nodes.find((node) => node.type === type)?.id ?? nodeId.parse('missing')
  const [loader, sampler] = [find('model/model-loader'), find('sampling/frame-sampler')]
  const { run } = await callRoute('startRun', { body: { document, chunks: 0 } }, base)
  const view = () => studio.desk.run(run).view
  await until(() => view().finishedChunks > 4 || undefined)

  const window = { id: nodeId.parse('window'), type: 'memory/sliding-window-cache', version: 1, params: {} }
  const exchange = {
    nodes: [window],
    wires: [
      { from: { node: loader, port: 'model' }, to: { node: window.id, port: 'model' } },
      { from: { node: window.id, port: 'cache' }, to: { node: sampler, port: 'cache' } },
    ],
  }
  const absolute = { id: nodeId.parse('absolute'), type: 'memory/absolute-rope', version: 1, params: {} }
  const conflict = {
    nodes: [absolute],
    wires: [
      { from: { node: loader, port: 'model' }, to: { node: absolute.id, port: 'model' } },
      { from: { node: absolute.id, port: 'positions' }, to: { node: sampler, port: 'positions' } },
    ],
  }
  const params = { id: run }
  await expect(callRoute('exchangeWires', { params, body: conflict }, base)).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('averages keys'),
  })
  const { chunk } = await callRoute('exchangeWires', { params, body: exchange }, base)
  const applied = await until(() => view().exchanges.find(({ phase }) => phase === 'applied'))
  expect(applied).toMatchObject({ node: sampler, input: 'cache', from: { node: 'window', port: 'cache' }, chunk })
  expect(applied.conversion).toMatch(
    /^MemRoPE to Sliding Window: kept recent frames .*; lost sinks 0-2 and both memory/,
  )
  await until(() => view().finishedChunks > chunk + 2 || undefined)

  const late = await (await openPage(studio.url)).emitWithAck('run:watch', { run })
  expect(late).toMatchObject({ ok: true, view: { exchanges: [{ phase: 'applied', conversion: applied.conversion }] } })

  studio.desk.stop(run, 'after-chunk')
  const { checkpoint = 0 } = await untilState(studio, run, 'stopped')
  expect(studio.desk.run(run).document.exchanges).toEqual([
    { chunk, from: { node: 'window', port: 'cache' }, to: { node: sampler, port: 'cache' } },
  ])
  await until(() => (studio.desk.pid(run) === undefined ? true : undefined))
  await studio.desk.resume(run)
  await until(() => view().finishedChunks > checkpoint || undefined)
  expect(view().order).toContain('window')
  studio.desk.stop(run, 'now')
  await untilState(studio, run, 'stopped')
})
