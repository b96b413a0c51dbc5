import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeId } from '@frameloom/graph'
import {
  callRoute,
  type RouteName,
  type RouteReply,
  type RouteRequest,
  routePath,
  routes,
  type Routes,
} from '@frameloom/protocol'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { rawRequest } from '../testing/raw-request.js'
import { paintingDocument, temporaryFolder, testStudio, until, untilState } from '../testing/test-studio.js'

test('every route answers exactly what the protocol says', async () => {
  const dataDir = await temporaryFolder()
  await mkdir(join(dataDir, 'models', 'small'), { recursive: true })
  await writeFile(join(dataDir, 'models', 'small', 'config.json'), '{}')
  await writeFile(join(dataDir, 'models', 'small', 'model.safetensors'), 'xx')
  const studio = await testStudio({ FRAMELOOM_DATA: dataDir })
  const called = new Set<RouteName>()

  /** Calls a route and compares its reply with what its schema lets through. */
  async function call<N extends RouteName>(name: N, request: RouteRequest<Routes[N]>): Promise<RouteReply<Routes[N]>> {
    called.add(name)
    const reply = await callRoute(name, request, { base: studio.url })
    const route = routes[name]
    expect('reply' in route ? route.reply.parse(reply) : undefined).toEqual(reply)
    return reply
  }

  await call('health', {})
  await call('ready', {})
  await call('login', { body: { token: '' } })
  expect(await call('openApi', {})).toMatchObject({ openapi: '3.1.0' })
  expect(await call('readSystem', {})).toMatchObject({ protocol: 1, viewers: 0, queues: [] })
  expect(await call('listModels', {})).toEqual({ models: [{ name: 'small', bytes: 2, files: ['model.safetensors'] }] })
  const { nodes } = await call('listNodes', {})
  expect(nodes.find(({ type }) => type === 'output/preview')).toMatchObject({ preview: true })

  const document = paintingDocument({}, { save: true })
  expect(await call('validate', { body: { document } })).toEqual({ issues: [] })
  const saved = await call('createDocument', { body: { document } })
  const place = { params: { id: saved.id } }
  await call('readDocument', place)
  await call('listDocuments', {})
  await call('saveDocument', { ...place, body: { document, revision: 1 } })
  await call('listRevisions', place)
  await call('listTemplates', {})
  await call('readTemplate', { params: { id: 'endless-memrope' } })

  const picture = { create: { width: 8, height: 8, channels: 3 as const, background: 'teal' } }
  const upload = new Uint8Array(await sharp(picture).png().toBuffer())
  const input = await call('uploadInput', { upload, query: { name: 'teal.png' } })
  called.add('readThumbnail')
  const thumbnail = await fetch(`${studio.url}${routePath('readThumbnail', { params: { name: input.name } })}`)
  expect(thumbnail.headers.get('content-type')).toBe('image/jpeg')

  const started = await call('startRun', {
    body: { document, documentId: saved.id, chunks: 1000, seed: 9, device: 'cpu' },
  })
  expect(started).toMatchObject({
    chunks: 1000,
    documentId: saved.id,
    seeds: [{ node: 'painter', param: 'seed', value: 9 }],
  })
  const run = { params: { id: started.run } }
  await untilState(studio, started.run, 'running')
  await call('listRuns', {})
  await call('readRun', run)
  const { chunk } = await call('changeParam', {
    ...run,
    body: { node: nodeId.parse('painter'), param: 'shade', value: 3 },
  })
  const wires = [
    { from: { node: nodeId.parse('painter'), port: 'frames' }, to: { node: nodeId.parse('painter'), port: 'none' } },
  ]
  const exchange = callRoute('exchangeWires', { ...run, body: { nodes: [], wires } }, { base: studio.url })
  await expect(exchange).rejects.toThrow("'none'")
  called.add('exchangeWires')
  await until(() => studio.desk.run(started.run).view.finishedChunks > chunk || undefined)
  expect((await call('readRunDocument', run)).document.timeline).toHaveLength(1)
  await call('pauseRun', run)
  await untilState(studio, started.run, 'paused')
  await call('resumeRun', run)
  await untilState(studio, started.run, 'running')
  await call('stopRun', { ...run, body: {} })
  const { files } = await untilState(studio, started.run, 'stopped')

  called.add('readVideo').add('readFile')
  const range = { headers: { Range: 'bytes=0-3' } }
  expect(await rawRequest(studio.url, routePath('readVideo', run), range)).toMatchObject({ status: 206 })
  const [file] = files
  const params = { id: started.run, name: file?.name ?? '' }
  const bytes = await fetch(`${studio.url}${routePath('readFile', { params })}`).then((answer) => answer.arrayBuffer())
  expect(await call('readCapsule', { upload: new Uint8Array(bytes) })).toMatchObject({ seed: 9 })

  await call('deleteRun', run)
  await call('deleteDocument', place)
  expect([...called].toSorted()).toEqual(Object.keys(routes).toSorted())
})
