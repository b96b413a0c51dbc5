import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeId } from '@frameloom/graph'
import { callRoute, type RunSummary, withEvent } from '@frameloom/protocol'
import { describe, expect, test } from 'vitest'
import { openPage, paintingDocument, testStudio, until, untilState } from '../testing/test-studio.js'
import { started, watching } from '../testing/watch-run.js'

const painter = nodeId.parse('painter')

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
    })
    // Nothing goes on from its end.
    expect(studio.desk.run(run).view).not.toHaveProperty('checkpoint')
    await studio.close()
    expect(await readdir(join(studio.dataDir, 'runs', run))).toEqual(['files', 'run.json'])
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
