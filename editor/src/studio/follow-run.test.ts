import { describe, expect, test, vi } from 'vitest'
import { desks, SENT, withParam } from '../testing/desks.js'
import { openRun } from './open-run.js'
import { startRun } from './run-commands.js'

describe('the run that a page follows', () => {
  const { desk, again, connected, state, restart, said, pause, changes, currentId, stage } = desks()

  test('another document that is opened has nothing to do with the run; the first one, opened again, has', async () => {
    const { studio } = await desk()
    await startRun(studio)
    await state(studio, 'running')
    const first = currentId(studio)
    await studio.library.openTemplate('another')
    expect(studio.run.view).toBeUndefined()
    await pause(SENT)
    expect(changes('run-1')).toEqual([])

    await studio.library.openDocument(first)
    await expect.poll(() => studio.run.view?.run).toBe('run-1')
    await pause(SENT)
    expect(changes('run-1')).toEqual([])
    expect(restart(studio)).toBe(false)
    studio.graph.edit(withParam('prompt', 'text', 'a blue box'))
    await expect.poll(() => changes('run-1')).toMatchObject([{ param: 'text', value: 'a blue box' }])
  })

  test('the seventeenth run of a page is followed as the first', async () => {
    const { studio } = await desk()
    for (let count = 0; count < 18; count++) await startRun(studio)
    expect(studio.run.view?.run).toBe('run-18')
    await expect.poll(() => studio.run.view?.finishedChunks).toBeGreaterThan(2)
    expect(said(studio)).toEqual([])
  })

  test('of several runs of a document the one that plays is followed, else the newest', async () => {
    const { studio } = await desk()
    for (const how of ['now', 'now'] as const) {
      await startRun(studio)
      await state(studio, 'running')
      await studio.run.stop(how)
    }
    const first = again()
    await first.studio.library.openDocument(currentId(studio))
    await expect.poll(() => first.studio.run.view?.run).toBe('run-2')
    stage().runs.get('run-1')?.resume()
    const second = again()
    await second.studio.library.openDocument(currentId(studio))
    await expect.poll(() => second.studio.run.view?.run).toBe('run-1')
  })

  test('a run that goes on without its document is said, listed, stopped from afar, opened and deleted', async () => {
    const { studio } = await desk()
    await connected({ studio })
    await startRun(studio)
    await state(studio, 'running')
    const first = currentId(studio)
    await studio.library.openTemplate('another')
    await expect.poll(() => said(studio)).toEqual([expect.stringContaining('continues without this page')])
    await studio.library.remove(first)
    const listed = () => studio.runs.store.getState().runs.map(({ run, state: is }) => [run, is])
    expect(listed()).toEqual([['run-1', 'running']])

    await startRun(studio)
    await expect.poll(listed).toEqual([
      ['run-2', 'running'],
      ['run-1', 'running'],
    ])
    const [, orphan] = studio.runs.store.getState().runs
    if (orphan === undefined) throw new Error('It is listed.')
    await studio.runs.stop(orphan.run)
    await expect.poll(() => listed()[1]).toEqual(['run-1', 'stopped'])

    await openRun(studio, orphan)
    await expect.poll(() => studio.run.view?.run).toBe('run-1')
    expect(studio.graph.document.meta?.title).toBe(orphan.title)

    const copy = currentId(studio)
    const { opened } = studio.graph.store.getState()
    await openRun(studio, orphan)
    expect(studio.graph.store.getState().opened).toBe(opened)
    await studio.library.openTemplate('another')
    await openRun(studio, orphan)
    await expect.poll(() => studio.run.view?.run).toBe('run-1')
    expect(currentId(studio)).toBe(copy)
    await studio.runs.remove(orphan.run)
    await expect.poll(listed).toEqual([['run-2', 'running']])
    await expect.poll(() => studio.run.view).toBeUndefined()
  })

  test('to look at an older run of a document changes nothing of it', async () => {
    const { studio } = await desk()
    await startRun(studio)
    await state(studio, 'running')
    await studio.run.stop('now')
    studio.graph.edit(withParam('prompt', 'text', 'a blue box'))
    await startRun(studio)
    await state(studio, 'running')
    await studio.run.stop('now')
    await studio.runs.refresh()
    const old = studio.runs.store.getState().runs.find(({ run }) => run === 'run-1')
    if (old === undefined) throw new Error('It is listed.')
    await openRun(studio, old)
    await studio.run.resume()
    await state(studio, 'running')
    await pause(SENT)
    expect(changes('run-1')).toEqual([])
  })

  test('what is heard of a run while the list is on its way counts', async () => {
    const { studio } = await desk()
    await startRun(studio)
    await state(studio, 'running')
    const { fetch } = globalThis
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
      const answer = await fetch(path, init)
      if (path.endsWith('/runs')) await pause(200)
      return answer
    })
    const asking = studio.runs.refresh()
    await pause(100)
    await studio.run.stop('now')
    await asking
    expect(studio.runs.store.getState().runs).toMatchObject([{ run: 'run-1', state: 'stopped' }])
  })

  test('the run that is opened is followed, not the one that its document would be followed by', async () => {
    const { studio } = await desk()
    await startRun(studio)
    await state(studio, 'running')
    await studio.run.stop('now')
    await startRun(studio)
    await studio.library.openTemplate('another')
    await studio.runs.refresh()
    const old = studio.runs.store.getState().runs.find(({ run }) => run === 'run-1')
    if (old === undefined) throw new Error('It is listed.')
    await openRun(studio, old)
    await pause(SENT)
    expect(studio.run.view).toMatchObject({ run: 'run-1', state: 'stopped' })
  })

  test('a run that the studio no longer has is shown no more', async () => {
    const made = await desk()
    const { studio } = made
    await startRun(studio)
    await state(studio, 'running')
    made.socket.disconnect()
    stage().runs.get('run-1')?.stop('now')
    stage().runs.clear()
    made.socket.connect()
    await expect.poll(() => studio.run.view).toBeUndefined()
    await startRun(studio)
    await state(studio, 'running')
  })
})
