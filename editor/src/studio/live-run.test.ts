import { type GraphDocument, graphDocument, type JsonValue } from '@frameloom/graph'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Edit } from '../graph/edits.js'
import type { StudioSocket } from '../run/studio-socket.js'
import { manifests } from '../testing/manifests.js'
import { pipeline } from '../testing/pipeline.js'
import { openStage } from '../testing/stage.js'
import { startRun } from './run-commands.js'
import { createStudio, type Studio } from './studio.js'

/** Longer than changes wait before they are sent. */
const SENT = 500

const withParam =
  (id: string, name: string, value: JsonValue): Edit =>
  (document) => ({
    ...document,
    nodes: document.nodes.map((node) =>
      node.id === id ? { ...node, params: { ...node.params, [name]: value } } : node,
    ),
  })

/** Feeds the sampler by a cache of another kind. */
function withOtherCache(document: GraphDocument): GraphDocument {
  const other = { id: 'other', type: 'memory/sliding-window-cache', version: 1, params: {} }
  const into = { node: 'other', port: 'model' }
  return graphDocument.parse({
    ...document,
    nodes: [...document.nodes, other],
    wires: [
      ...document.wires.map((wire) =>
        wire.to.port === 'cache' ? { ...wire, from: { node: 'other', port: 'cache' } } : wire,
      ),
      { from: { node: 'loader', port: 'model' }, to: into },
    ],
  })
}

const otherDocument = withParam('prompt', 'text', 'quite another prompt')({ ...pipeline, id: 'another' })

interface Desk {
  readonly studio: Studio
  readonly socket: StudioSocket
}

describe('a run and the document on the canvas', () => {
  let stage: Awaited<ReturnType<typeof openStage>>
  const sockets: StudioSocket[] = []

  beforeEach(() => vi.stubGlobal('innerWidth', 1600))
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.close()
    await stage.close()
    vi.unstubAllGlobals()
  })

  /** A page's studio, without the page. */
  async function desk(options: { readonly loading?: number } = {}): Promise<Desk> {
    stage = await openStage({ site: '', templates: [pipeline, otherDocument], pace: 40, lenient: true, ...options })
    const { fetch } = globalThis
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => fetch(new URL(path, stage.url), init))
    const made = again()
    await made.studio.library.openTemplate('pipeline')
    await connected(made)
    return made
  }

  function again(): Desk {
    const socket: StudioSocket = io(stage.url, { transports: ['websocket'], reconnectionDelay: 50 })
    sockets.push(socket)
    return { socket, studio: createStudio({ nodes: manifests, socket }) }
  }

  const connected = async ({ studio }: Desk) =>
    expect.poll(() => studio.run.store.getState().connection, { interval: 10 }).toBe('live')
  const state = ({ run }: Studio, wanted: string) => expect.poll(() => run.view?.state, { interval: 10 }).toBe(wanted)
  const restart = ({ live }: Studio) => live.store.getState().restartNeeded
  const said = ({ notices }: Studio) => notices.store.getState().shown.map(({ text }) => text)
  const pause = async (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const changes = (run: string) => [...stage.runs.values()].find(({ view }) => view.run === run)?.view.changes
  const currentId = ({ library }: Studio) => library.store.getState().current?.id ?? ''

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

  test('what is changed while a run loads is sent once it plays', async () => {
    const { studio } = await desk({ loading: 400 })
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

  test('one start at a time', async () => {
    const { studio } = await desk()
    await Promise.all([startRun(studio), startRun(studio), startRun(studio)])
    expect(stage.runs.size).toBe(1)
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
    expect(stage.runs.size).toBe(0)
  })

  test('a connection lost while a run is asked for is said; the next start is possible', async () => {
    const made = await desk()
    const cut = (event: string) => event === 'run:start' && queueMicrotask(() => made.socket.disconnect())
    made.socket.onAnyOutgoing(cut)
    await startRun(made.studio)
    expect(said(made.studio)).toEqual([expect.stringContaining('lost before the studio answered')])
    expect(made.studio.run.store.getState().asking).toBe(false)
    made.socket.offAnyOutgoing(cut)
    made.socket.connect()
    await connected(made)
    await startRun(made.studio)
    expect(made.studio.run.view?.state).toBe('running')
  })
})
