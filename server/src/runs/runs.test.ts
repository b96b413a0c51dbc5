import { once } from 'node:events'
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { nodeId } from '@frameloom/graph'
import { callRoute, routePath, type RunSummary, type StudioEvent, withEvent } from '@frameloom/protocol'
import { describe, expect, test } from 'vitest'
import { heldFolder, smallDisk } from '../testing/small-disk.js'
import {
  openPage,
  type Page,
  paintingDocument,
  temporaryFolder,
  testStudio,
  until,
  untilState,
} from '../testing/test-studio.js'

const painter = nodeId.parse('painter')

async function started(page: Page, document: object) {
  const reply = await page.emitWithAck('run:start', { document })
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.view
}

/** Watches a run from now on: the view as it stood, and every event since, in the order in which they came. */
async function watching(page: Page, run: Awaited<ReturnType<typeof started>>['run']) {
  const events: StudioEvent[] = []
  page.on('run:event', (event) => events.push(event))
  const reply = await page.emitWithAck('run:watch', { run })
  if (!reply.ok || reply.from !== 'view') throw new Error('A first look gives the view.')
  return { view: reply.view, events }
}

describe('a run', () => {
  test('tells its events in order and without gaps, and its view is what they come to', async () => {
    const studio = await testStudio()
    const page = await openPage(studio.url)
    const { run } = await started(page, paintingDocument({ chunks: 5 }))
    const { view, events } = await watching(page, run)
    await untilState(studio, run, 'finished')
    const last = await until(() => events.find(({ type }) => type === 'run-finished'))

    expect(events.map(({ seq }) => seq)).toEqual(Array.from(events, (_, index) => view.seq + 1 + index))
    expect(events.reduce(withEvent, view)).toEqual(studio.desk.run(run).view)
    expect(studio.desk.run(run).view).toMatchObject({
      state: 'finished',
      finishedChunks: 5,
      seq: last.seq,
      checkpoint: 5,
    })
  })

  test('goes on when its page is closed, and a page that comes later sees all of it', async () => {
    const studio = await testStudio()
    const first = await openPage(studio.url)
    const { run } = await started(first, paintingDocument({ chunks: 12 }))
    first.disconnect()
    await until(() => studio.desk.run(run).view.finishedChunks > 2 || undefined)
    const { view } = await watching(await openPage(studio.url), run)
    expect(view.finishedChunks).toBeGreaterThan(2)
    expect(view.nodes[painter]?.insight).toEqual({ painted: (view.nodes[painter]?.recent.at(-1)?.chunk ?? -1) + 1 })
    await expect(untilState(studio, run, 'finished')).resolves.toMatchObject({ finishedChunks: 12 })
  })

  test('gives a page that was away for a moment exactly the events that it missed', async () => {
    const studio = await testStudio()
    const page = await openPage(studio.url)
    const { run } = await started(page, paintingDocument())
    await until(() => studio.desk.run(run).view.finishedChunks > 2 || undefined)
    await page.emitWithAck('run:pause', { run })
    await untilState(studio, run, 'paused')
    const reply = await page.emitWithAck('run:watch', { run, after: 3 })
    if (!reply.ok || reply.from !== 'events') throw new Error('The events are still there.')
    expect(reply.events[0]?.seq).toBe(4)
    expect(reply.events.map(({ seq }) => seq)).toEqual(Array.from(reply.events, (_, index) => 4 + index))
    // Of a run that is over the view says all, and no event is kept.
    await page.emitWithAck('run:stop', { run, how: 'now' })
    const { seq } = await untilState(studio, run, 'stopped')
    expect(await page.emitWithAck('run:watch', { run, after: 3 })).toMatchObject({ from: 'view', view: { seq } })
    expect(await page.emitWithAck('run:watch', { run, after: seq })).toMatchObject({ from: 'events', events: [] })
  })

  test('is told of in the lists of all pages: who has the device, how far it is, what it has saved', async () => {
    const studio = await testStudio()
    const [page, other] = [await openPage(studio.url), await openPage(studio.url)]
    const listed = new Map<string, RunSummary>()
    const chunks: number[] = []
    other.on('run:summary', (summary) => {
      listed.set(summary.run, summary)
      if (summary.files.length > 0) chunks.push(summary.finishedChunks)
    })
    const { run } = await started(page, paintingDocument({ chunks: 0, chunkMs: 50 }, { save: true }))
    await until(() => listed.get(run)?.files[0])
    const { run: second } = await started(page, paintingDocument({ chunks: 1 }))
    await until(() => listed.get(second)?.position)
    await until(() => (chunks.length > 2 ? true : undefined))
    expect(listed.get(run)).toMatchObject({ state: 'running', lane: 'cpu', title: 'Painting' })
    expect(listed.get(second)).toMatchObject({ state: 'queued', lane: 'cpu', position: 1 })
    expect(chunks.at(-1)).toBeGreaterThan(chunks[0] ?? 0)
    await page.emitWithAck('run:stop', { run })
    await until(() => (listed.get(run)?.state === 'stopped' ? true : undefined))
    expect(listed.get(run)?.checkpoint).toBe(listed.get(run)?.finishedChunks)
    const { runs } = await callRoute('listRuns', {}, { base: studio.url })
    expect(runs.find((one) => one.run === run)).toEqual(listed.get(run))
  })

  test('waits behind the run that has its device, and tells its place', async () => {
    const studio = await testStudio()
    const page = await openPage(studio.url)
    const endless = await started(page, paintingDocument({ chunks: 0 }))
    await untilState(studio, endless.run, 'running')
    const [second, third] = [
      await started(page, paintingDocument({ chunks: 1 })),
      await started(page, paintingDocument({ chunks: 1 })),
    ]
    expect([second.position, third.position]).toEqual([1, 2])
    expect(studio.desk.queues()).toEqual([{ device: 'cpu', running: 1, waiting: 2 }])

    await page.emitWithAck('run:stop', { run: second.run })
    await untilState(studio, second.run, 'stopped')
    expect(studio.desk.run(third.run).view.position).toBe(1)
    await page.emitWithAck('run:stop', { run: endless.run })
    await expect(untilState(studio, third.run, 'finished')).resolves.toMatchObject({ finishedChunks: 1 })
  })

  test('pauses, goes on, and stops after a whole chunk', async () => {
    const studio = await testStudio()
    const page = await openPage(studio.url)
    const { run } = await started(page, paintingDocument())
    await untilState(studio, run, 'running')
    await page.emitWithAck('run:pause', { run })
    await untilState(studio, run, 'paused')
    const again = await page.emitWithAck('run:pause', { run })
    expect(again).toMatchObject({ ok: false, error: { code: 'wrong-state' } })
    await page.emitWithAck('run:resume', { run })
    await untilState(studio, run, 'running')
    await page.emitWithAck('run:stop', { run })
    const view = await untilState(studio, run, 'stopped')
    expect(view.checkpoint).toBe(view.finishedChunks)
  })

  test('takes a live change and says for which chunk it holds', async () => {
    const studio = await testStudio()
    const page = await openPage(studio.url)
    const { run } = await started(page, paintingDocument())
    await untilState(studio, run, 'running')
    const changed = await page.emitWithAck('run:set', { run, node: painter, param: 'shade', value: 200 })
    if (!changed.ok) throw new Error(changed.error.message)
    const applied = await until(() => studio.desk.run(run).view.changes.find(({ phase }) => phase === 'applied'))
    expect(applied).toMatchObject({ node: painter, param: 'shade', value: 200, chunk: changed.chunk })
    const { document } = await callRoute('readRunDocument', { params: { id: run } }, { base: studio.url })
    expect(document.timeline).toEqual([{ chunk: changed.chunk, node: painter, param: 'shade', value: 200 }])

    const refused = await page.emitWithAck('run:set', { run, node: painter, param: 'chunks', value: 3 })
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'refused', issues: [{ code: 'not-live', node: painter }] },
    })
  })

  test('that fails names the node and the cause', async () => {
    const studio = await testStudio()
    const { run } = await started(await openPage(studio.url), paintingDocument({ chunks: 5, failAt: 2 }))
    const view = await untilState(studio, run, 'failed')
    expect(view.failure).toMatchObject({ node: painter, code: 'no-paint' })
    expect(view.nodes[painter]?.phase).toBe('failed')
  })

  test('of a document that cannot run is refused with every issue', async () => {
    const { url } = await testStudio()
    const page = await openPage(url)
    const document = { ...paintingDocument({ chunks: -1, unknown: 1 }), wires: [] }
    const reply = await page.emitWithAck('run:start', { document })
    if (reply.ok) throw new Error('It cannot run.')
    expect(reply.error.code).toBe('refused')
    expect(reply.error.issues?.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['invalid-param', 'unknown-param', 'missing-wire']),
    )
  })
})

describe('a runner process that dies', () => {
  test('fails its run with the cause, leaves the server up and a video that can be read, and the run can be resumed', async () => {
    const studio = await testStudio()
    const page = await openPage(studio.url)
    const document = paintingDocument({ chunks: 8, dieAt: 5, chunkMs: 50 }, { save: true })
    const { run } = await started(page, document)
    const failed = await untilState(studio, run, 'failed')
    expect(failed.failure).toMatchObject({
      code: 'process-ended',
      message: expect.stringContaining('SIGKILL') as string,
    })
    expect(failed.checkpoint).toBeGreaterThan(0)

    const base = studio.url
    await expect(callRoute('health', {}, { base })).resolves.toEqual({ status: 'ok' })
    const video = await fetch(`${base}${routePath('readVideo', { params: { id: run } })}`)
    expect(video.headers.get('content-type')).toBe('video/webm')
    const upload = new Uint8Array(await video.arrayBuffer())
    const carried = await callRoute('readCapsule', { upload }, { base })
    expect(carried).toMatchObject({ document: { meta: { title: 'Painting' } }, seed: 0 })

    const { events } = await watching(page, run)
    await until(async () => ((await page.emitWithAck('run:resume', { run })).ok ? true : undefined))
    const view = await untilState(studio, run, 'finished')
    expect(view).toMatchObject({ finishedChunks: 8, firstChunk: failed.checkpoint })
    expect(view).not.toHaveProperty('failure')
    expect(events.map(({ seq }) => seq)).toEqual(Array.from(events, (_, index) => failed.seq + 1 + index))
    expect(view.files).toHaveLength(2)
  })

  test('loses no change made behind its checkpoint: the run that goes on makes it again at its chunk', async () => {
    // So rare that there is none but where it is stopped.
    const studio = await testStudio({ FRAMELOOM_CHECKPOINT_EVERY: '1000' })
    const page = await openPage(studio.url)
    const { run } = await started(page, paintingDocument({ chunks: 0, shade: 10 }))
    const view = () => studio.desk.run(run).view
    const resumed = async () => {
      await until(async () => ((await page.emitWithAck('run:resume', { run })).ok ? true : undefined))
      await untilState(studio, run, 'running')
    }
    await until(() => view().finishedChunks > 1 || undefined)
    await page.emitWithAck('run:stop', { run })
    const { checkpoint = 0 } = await untilState(studio, run, 'stopped')
    await resumed()
    const changed = await page.emitWithAck('run:set', { run, node: painter, param: 'shade', value: 200 })
    if (!changed.ok) throw new Error(changed.error.message)
    await until(() => view().changes.find(({ phase }) => phase === 'applied'))
    process.kill(studio.desk.pid(run) ?? 0, 'SIGKILL')
    await untilState(studio, run, 'failed')
    expect(view().checkpoint).toBe(checkpoint)

    const { events } = await watching(page, run)
    await resumed()
    await until(() => view().finishedChunks > changed.chunk + 1 || undefined)
    await page.emitWithAck('run:stop', { run })
    const { finishedChunks } = await untilState(studio, run, 'stopped')
    const again = await until(() => (events.at(-1)?.type === 'run-stopped' ? events : undefined))
    const shades = again.flatMap((event) =>
      event.type === 'chunk-finished' && event.node === painter ? [[event.chunk, event.measurements['shade']]] : [],
    )
    expect(shades).toEqual(
      Array.from({ length: finishedChunks - checkpoint }, (_, index) => {
        const chunk = checkpoint + index
        return [chunk, chunk < changed.chunk ? 10 : 200]
      }),
    )
    expect(again.filter(({ type }) => type === 'param-applied')).toMatchObject([{ chunk: changed.chunk, value: 200 }])
    const { document } = await callRoute('readRunDocument', { params: { id: run } }, { base: studio.url })
    expect(document.timeline).toEqual([{ chunk: changed.chunk, node: painter, param: 'shade', value: 200 }])
  })

  test('is not resumed from a checkpoint of another document', async () => {
    const studio = await testStudio()
    const page = await openPage(studio.url)
    const [one, other] = [
      await started(page, paintingDocument({ chunks: 3 })),
      await started(page, paintingDocument({ chunks: 0, shade: 3 })),
    ]
    await untilState(studio, one.run, 'finished')
    await until(() => studio.desk.run(other.run).view.checkpoint)
    await page.emitWithAck('run:stop', { run: other.run })
    await untilState(studio, other.run, 'stopped')
    const path = (run: string) => join(studio.dataDir, 'runs', run, 'checkpoint.safetensors')
    await copyFile(path(one.run), path(other.run))
    await until(async () => ((await page.emitWithAck('run:resume', { run: other.run })).ok ? true : undefined))
    const { failure } = await untilState(studio, other.run, 'failed')
    expect(failure?.message).toContain('belongs to another document than this run (painter.shade was 0, now it is 3)')
  })

  test('is told from outside in the same way', async () => {
    const studio = await testStudio()
    const { run } = await started(await openPage(studio.url), paintingDocument())
    await untilState(studio, run, 'running')
    process.kill(studio.desk.pid(run) ?? 0, 'SIGKILL')
    await expect(untilState(studio, run, 'failed')).resolves.toMatchObject({ failure: { code: 'process-ended' } })
  })
})

describe('a server that goes down', () => {
  test('ends a process that does not end by itself', async () => {
    const studio = await testStudio({ FRAMELOOM_GRACE_SECONDS: '1' })
    const { run } = await started(await openPage(studio.url), paintingDocument({ hangAt: 2 }))
    await until(() => studio.desk.run(run).view.checkpoint)
    await studio.close()
    expect(studio.desk.run(run).view).toMatchObject({ state: 'stopped' })
    expect(studio.desk.pid(run)).toBeUndefined()
  })

  test('does not wait for who neither goes on reading or writing nor leaves', async () => {
    const studio = await testStudio()
    const { hostname, port } = new URL(studio.url)
    const idler = connect(Number(port), hostname)
    await once(idler, 'connect')
    idler.write('GET /api/runs HTTP/1.1\r\nHost: ')
    const left = once(idler, 'close')
    // Answered behind the idler's bytes.
    await callRoute('health', {}, { base: studio.url })
    await studio.close()
    await left
  })

  test('stops its runs after their chunk with a checkpoint, and the next one resumes them', async () => {
    const first = await testStudio()
    const { run } = await started(await openPage(first.url), paintingDocument({ chunks: 0 }))
    await until(() => first.desk.run(run).view.finishedChunks > 3 || undefined)
    await first.close()
    const stopped = first.desk.run(run).view
    expect(stopped).toMatchObject({ state: 'stopped', checkpoint: stopped.finishedChunks })

    const second = await testStudio({ FRAMELOOM_DATA: first.dataDir })
    expect(second.desk.run(run).view).toEqual(stopped)
    await second.desk.resume(run)
    await until(() => second.desk.run(run).view.finishedChunks > stopped.finishedChunks || undefined)
    expect(second.desk.run(run).view).toMatchObject({ state: 'running', firstChunk: stopped.checkpoint })
    await second.desk.stop(run, 'now')
  })

  test('without a word leaves runs that are failed when it is back, beyond any number that was told', async () => {
    const first = await testStudio()
    const { run } = await started(await openPage(first.url), paintingDocument())
    const { seq } = await untilState(first, run, 'running')
    const path = join(first.dataDir, 'runs', run, 'run.json')
    const record = await until(async () => {
      const text = await readFile(path, 'utf8')
      return text.includes('"running"') ? text : undefined
    })
    await first.close()
    await writeFile(path, record)

    const second = await testStudio({ FRAMELOOM_DATA: first.dataDir })
    const { view } = second.desk.run(run)
    expect(view).toMatchObject({ state: 'failed', failure: { code: 'server-ended' } })
    expect(view.seq).toBeGreaterThan(seq + 1000)
  })
})

test('a run that is over is deleted with its files, one that goes on is not', async () => {
  const studio = await testStudio()
  const page = await openPage(studio.url)
  const { run } = await started(page, paintingDocument())
  await untilState(studio, run, 'running')
  const params = { id: run }
  await expect(callRoute('deleteRun', { params }, { base: studio.url })).rejects.toMatchObject({ status: 409 })
  await callRoute('stopRun', { params, body: { how: 'now' } }, { base: studio.url })
  await untilState(studio, run, 'stopped')
  await until(() => (studio.desk.pid(run) === undefined ? true : undefined))
  await callRoute('deleteRun', { params }, { base: studio.url })
  await expect(callRoute('readRun', { params }, { base: studio.url })).rejects.toMatchObject({ status: 404 })
  await expect(stat(join(studio.dataDir, 'runs', run))).rejects.toThrow('ENOENT')
})

test('a run whose files cannot be removed stays whole and listed, and is deleted once they can', async (context) => {
  const studio = await testStudio()
  const page = await openPage(studio.url)
  const deleted: string[] = []
  page.on('run:deleted', (run) => deleted.push(run))
  const { run } = await started(page, paintingDocument({ chunks: 1 }))
  await untilState(studio, run, 'finished')
  const folder = join(studio.dataDir, 'runs', run)
  const whole = ['checkpoint.safetensors', 'files', 'run.json']
  await until(async () => ((await readdir(folder)).length === whole.length ? true : undefined))
  const free = await heldFolder(context, folder)
  const at = { base: studio.url }
  const params = { id: run }
  await expect(callRoute('deleteRun', { params }, at)).rejects.toMatchObject({ status: 500 })
  await expect(callRoute('readRun', { params }, at)).resolves.toMatchObject({ state: 'finished' })
  expect(await readdir(folder)).toEqual(whole)
  await free()
  await callRoute('deleteRun', { params }, at)
  expect(await until(() => deleted[0])).toBe(run)
  expect(await readdir(join(studio.dataDir, 'runs'))).toEqual([])
})

test('a run that finds the disk full is refused, and leaves nothing', async (context) => {
  const dataDir = await temporaryFolder()
  const folder = join(dataDir, 'runs')
  // Room for the folder itself and one more entry.
  await smallDisk(context, folder, 'size=256k,nr_inodes=2')
  const { url } = await testStudio({ FRAMELOOM_DATA: dataDir })
  const start = async () => callRoute('startRun', { body: { document: paintingDocument() } }, { base: url })
  await expect(start()).rejects.toMatchObject({ status: 507, error: { code: 'disk-full' } })
  expect(await readdir(folder)).toEqual([])
})

test('a run that is started while the server goes down leaves nothing', async () => {
  const studio = await testStudio()
  const starting = studio.desk.start({ document: paintingDocument(), device: 'auto' })
  const refused = expect(starting).rejects.toMatchObject({ error: { code: 'shutting-down' } })
  await studio.close()
  await refused
  expect(await readdir(join(studio.dataDir, 'runs'))).toEqual([])
})

test('a run is resumed only where the queue has room for it', async () => {
  const studio = await testStudio({ FRAMELOOM_MOST_WAITING: '1' })
  const page = await openPage(studio.url)
  const { run } = await started(page, paintingDocument())
  await until(() => studio.desk.run(run).view.checkpoint)
  await page.emitWithAck('run:stop', { run })
  await untilState(studio, run, 'stopped')
  const endless = await started(page, paintingDocument())
  await untilState(studio, endless.run, 'running')
  await started(page, paintingDocument({ chunks: 1 }))
  expect(await page.emitWithAck('run:resume', { run })).toMatchObject({ ok: false, error: { code: 'too-many-runs' } })
})

test('what writers left that were killed is gone when the server opens again', async () => {
  const first = await testStudio()
  const { run } = await started(await openPage(first.url), paintingDocument({ chunks: 1 }))
  await untilState(first, run, 'finished')
  await first.close()
  const runs = join(first.dataDir, 'runs')
  const whole = await readdir(join(runs, run))
  for (const name of ['.checkpoint.safetensors.0b1c.tmp', 'run.json.0b1c.draft']) {
    await writeFile(join(runs, run, name), '{')
  }
  await mkdir(join(runs, `.${run}0.removed`, 'files'), { recursive: true })
  const next = await testStudio({ FRAMELOOM_DATA: first.dataDir })
  expect(await readdir(join(runs, run))).toEqual(whole)
  expect(await readdir(runs)).toEqual([run])
  expect(next.desk.run(run).view.state).toBe('finished')
})
