import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { callRoute } from '@frameloom/protocol'
import { describe, expect, test } from 'vitest'
import { openPage, paintingDocument, testStudio, until, untilState } from '../testing/test-studio.js'
import { started } from '../testing/watch-run.js'

describe('a server that goes down', () => {
  test('ends a process that does not end by itself', async () => {
    const studio = await testStudio({ FRAMELOOM_GRACE_SECONDS: '1' })
    const { run } = await started(await openPage(studio.url), paintingDocument({ hangAt: 2 }))
    await until(() => studio.desk.run(run).view.checkpoint)
    await studio.close()
    expect(studio.desk.run(run).view).toMatchObject({ state: 'stopped' })
    expect(studio.desk.pid(run)).toBeUndefined()
  })

  test('does not wait for a viewer that neither goes on reading or writing nor leaves', async () => {
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
    second.desk.stop(run, 'now')
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
