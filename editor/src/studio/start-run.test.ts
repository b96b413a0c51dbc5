import { describe, expect, test, vi } from 'vitest'
import { desks, SENT } from '../testing/desks.js'
import { pipeline } from '../testing/pipeline.js'
import { startRun } from './run-commands.js'

describe('the start of a run', () => {
  const { desk, connected, said, pause, stage } = desks()

  test('problems of the document before keep none from running', async () => {
    const { studio } = await desk({ lenient: false })
    studio.graph.edit((document) => ({ ...document, wires: [] }))
    await startRun(studio)
    expect(said(studio)).toHaveLength(1)
    const { fetch } = globalThis
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
      if (path.endsWith('/validate')) await pause(100)
      init?.signal?.throwIfAborted()
      return fetch(path, init)
    })
    await studio.library.openTemplate('another')
    const starting = startRun(studio)
    await pause(50)
    void studio.issues.check()
    await starting
    expect(studio.run.view).toMatchObject({ run: 'run-1' })
  })

  test('one start at a time', async () => {
    const { studio } = await desk()
    await Promise.all([startRun(studio), startRun(studio), startRun(studio)])
    expect(stage().runs.size).toBe(1)
  })

  test('without a connection nothing is started, then or later, and the page says so', async () => {
    const made = await desk()
    made.socket.disconnect()
    await startRun(made.studio)
    await made.studio.run.start({ document: pipeline })
    expect(said(made.studio)).toMatchObject(
      [/cannot be reached/, /cannot be reached/].map((text) => expect.stringMatching(text)),
    )
    made.socket.connect()
    await connected(made)
    await pause(SENT)
    expect(stage().runs.size).toBe(0)
  })

  test('a run whose start was not answered is followed once the page is connected again', async () => {
    const made = await desk()
    // The answer is lost, the request is not.
    const cut = (event: string) => event === 'run:start' && setTimeout(() => made.socket.io.engine.close(), 100)
    stage().holdAnswers(true)
    made.socket.onAnyOutgoing(cut)
    await startRun(made.studio)
    made.socket.offAnyOutgoing(cut)
    stage().holdAnswers(false)
    expect(said(made.studio)).toEqual([expect.stringContaining('lost before the studio answered')])
    await expect.poll(() => made.studio.run.view).toMatchObject({ run: 'run-1', state: 'running' })
    expect(stage().runs.size).toBe(1)
  })

  test('a connection lost while a run is asked for is said; the next start is possible', async () => {
    const made = await desk()
    const cut = (event: string) => event === 'run:start' && queueMicrotask(() => made.socket.disconnect())
    made.socket.onAnyOutgoing(cut)
    await startRun(made.studio)
    expect(said(made.studio)).toEqual([expect.stringContaining('lost before the studio answered')])
    expect(made.studio.ui.getState().starting).toBe(false)
    made.socket.offAnyOutgoing(cut)
    made.socket.connect()
    await connected(made)
    await startRun(made.studio)
    expect(made.studio.run.view?.state).toBe('running')
  })
})
