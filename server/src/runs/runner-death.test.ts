import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeId } from '@frameloom/graph'
import { callRoute, routePath } from '@frameloom/protocol'
import { describe, expect, test } from 'vitest'
import { openPage, paintingDocument, testStudio, until, untilState } from '../testing/test-studio.js'
import { started, watching } from '../testing/watch-run.js'

const painter = nodeId.parse('painter')

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
      await started(page, paintingDocument({ chunks: 0 })),
      await started(page, paintingDocument({ chunks: 0, shade: 3 })),
    ]
    for (const { run } of [one, other]) {
      await until(() => studio.desk.run(run).view.checkpoint)
      await page.emitWithAck('run:stop', { run })
      await untilState(studio, run, 'stopped')
    }
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
