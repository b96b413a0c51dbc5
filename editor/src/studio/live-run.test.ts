import { graphDocument } from '@frameloom/graph'
import { describe, expect, test } from 'vitest'
import { removeExchange } from '../graph/exchanges.js'
import { desks, SENT, withOtherCache, withParam } from '../testing/desks.js'
import { startRun } from './run-commands.js'

describe('what is changed on the canvas while a run goes on', () => {
  const { desk, again, state, restart, said, pause, changes, currentId, stage } = desks()

  test('what is changed while a run loads is sent once it plays', async () => {
    const { studio } = await desk({ loading: 2000 })
    await startRun(studio)
    studio.graph.edit(withParam('prompt', 'text', 'a blue box'))
    expect(studio.run.view?.state).toBe('starting')
    await expect.poll(() => changes('run-1')).toMatchObject([{ param: 'text', value: 'a blue box' }])
    expect(said(studio)).toEqual([])
  })

  test('what is changed while a run is stopped is sent once it goes on, or asks for a new run', async () => {
    const { studio } = await desk({ loading: 400 })
    await startRun(studio)
    await state(studio, 'running')
    await studio.run.stop('now')
    studio.graph.edit(withParam('prompt', 'text', 'a blue box'))
    studio.graph.edit(withParam('sampler', 'seed', 77))
    await pause(SENT)
    await studio.run.resume()
    await expect.poll(() => changes('run-1')).toMatchObject([{ param: 'text', value: 'a blue box' }])
    expect(restart(studio)).toBe(true)
    expect(said(studio)).toEqual([])
  })

  test('an exchange that the run takes does not hide what only a new run takes over; neither does opening again', async () => {
    const { studio } = await desk()
    await startRun(studio)
    await state(studio, 'running')
    studio.graph.edit(withParam('sampler', 'seed', 77))
    expect(restart(studio)).toBe(true)
    studio.graph.edit(withOtherCache)
    await expect.poll(() => studio.run.view?.exchanges.length).toBe(1)
    await pause(SENT)
    expect(restart(studio)).toBe(true)
    await studio.library.save()

    const later = again()
    await later.studio.library.openDocument(currentId(studio))
    await state(later.studio, 'running')
    expect(restart(later.studio)).toBe(true)
  })

  test('an exchange alone asks for no new run', async () => {
    const { studio } = await desk()
    await startRun(studio)
    await state(studio, 'running')
    studio.graph.edit(withOtherCache)
    await expect.poll(() => studio.run.view?.exchanges.length).toBe(1)
    await pause(SENT)
    expect(restart(studio)).toBe(false)
  })

  test('a stopped run is there again after a reload, and takes over what was changed meanwhile once it goes on', async () => {
    const { studio, tab, socket } = await desk()
    await startRun(studio)
    await state(studio, 'running')
    await studio.run.stop('now')
    studio.graph.edit(withParam('prompt', 'text', 'a blue box'))
    studio.graph.edit(withOtherCache)
    await pause(SENT)
    await studio.library.save()
    socket.close()

    const later = again(tab)
    await later.studio.library.openDocument(currentId(studio))
    await state(later.studio, 'stopped')
    expect(changes('run-1')).toEqual([])
    await later.studio.run.resume()
    await expect.poll(() => changes('run-1')).toMatchObject([{ param: 'text', value: 'a blue box' }])
    await expect.poll(() => later.studio.run.view?.exchanges).toMatchObject([{ from: { node: 'other' } }])
    expect(restart(later.studio)).toBe(false)
  })

  test('a page that only looks changes nothing of a run, whatever the library has otherwise, and takes a value over', async () => {
    const { studio, tab } = await desk()
    await startRun(studio)
    await state(studio, 'running')
    const text = 'a blue box'
    const id = currentId(studio)
    const had = stage().saved.get(id)
    if (had !== undefined) stage().saved.set(id, { ...had, revision: had.revision + 1 })
    studio.graph.edit(withParam('prompt', 'text', text))
    studio.graph.edit(withOtherCache)
    await expect.poll(() => changes('run-1')).toMatchObject([{ value: text }])
    // Not saved: the library has the document as the run was started with it, and somebody else is said to have saved that.
    for (const page of [again(), again(tab)]) {
      await page.studio.library.openDocument(id)
      await state(page.studio, 'running')
      await pause(SENT)
      expect(page.studio.graph.document).not.toEqual(studio.graph.document)
      expect(changes('run-1')).toMatchObject([{ value: text }])
      expect(studio.run.view?.exchanges).toHaveLength(1)
      page.studio.live.knows({ node: 'prompt', param: 'text', value: text })
      page.studio.graph.edit(withParam('prompt', 'text', text))
      await pause(SENT)
      expect(changes('run-1')?.filter(({ param }) => param === 'text')).toHaveLength(1)
    }
    studio.graph.edit(withParam('prompt', 'text', 'red'))
    await expect.poll(() => changes('run-1')?.find(({ param }) => param === 'text')?.value).toBe('red')
  })

  test('what was changed while a run stood still is not sent where somebody has saved it otherwise meanwhile', async () => {
    const { studio, tab, socket } = await desk()
    await startRun(studio)
    await state(studio, 'running')
    await studio.run.stop('now')
    studio.graph.edit(withParam('prompt', 'text', 'mine'))
    await pause(SENT)
    socket.close()
    const theirs = again()
    await theirs.studio.library.openDocument(currentId(studio))
    theirs.studio.graph.edit(withParam('prompt', 'text', 'theirs'))
    await theirs.studio.library.save()
    theirs.socket.close()

    const later = again(tab)
    await later.studio.library.openDocument(currentId(studio))
    await state(later.studio, 'stopped')
    await later.studio.run.resume()
    await state(later.studio, 'running')
    await pause(SENT)
    expect(changes('run-1')).toEqual([])
  })

  test('an exchange that was planned and is taken out asks for a new run', async () => {
    const { studio } = await desk()
    const exchange = { chunk: 900, from: { node: 'other', port: 'cache' }, to: { node: 'sampler', port: 'cache' } }
    const { wires } = studio.graph.document
    studio.graph.edit((document) =>
      graphDocument.parse({
        ...withOtherCache(document),
        exchanges: [exchange],
        wires: [...wires, { from: { node: 'loader', port: 'model' }, to: { node: 'other', port: 'model' } }],
      }),
    )
    await startRun(studio)
    await state(studio, 'running')
    expect(restart(studio)).toBe(false)
    studio.graph.edit(removeExchange(0))
    expect(restart(studio)).toBe(true)
    studio.graph.undo()
    expect(restart(studio)).toBe(false)
  })
})
