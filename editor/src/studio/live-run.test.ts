import { type GraphDocument, graphDocument, type JsonValue } from '@frameloom/graph'
import { MOST_PREVIEWS } from '@frameloom/protocol'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Edit } from '../graph/edits.js'
import { removeExchange } from '../graph/exchanges.js'
import type { StudioSocket } from '../run/studio-socket.js'
import { watchPreviews } from '../run/watch-previews.js'
import { manifests } from '../testing/manifests.js'
import { pipeline } from '../testing/pipeline.js'
import { openStage } from '../testing/stage.js'
import type { Kept } from '../ui/kept.js'
import { openRun } from './open-run.js'
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
  /** What its tab keeps over a reload. */
  readonly tab: Kept
}

/** What a new tab keeps, or a new browser. */
function newKept(): Kept {
  const texts = new Map<string, string>()
  return {
    read: (key) => texts.get(key),
    write: (key, text) => void (text === undefined ? texts.delete(key) : texts.set(key, text)),
  }
}

describe('a run and the document on the canvas', () => {
  let stage: Awaited<ReturnType<typeof openStage>>
  const desks: Desk[] = []
  const browser = newKept()

  beforeEach(() => vi.stubGlobal('innerWidth', 1600))
  afterEach(async () => {
    for (const { socket, studio } of desks.splice(0)) {
      socket.close()
      // Or it would be saved by itself, into the library of the next test.
      await studio.library.save()
    }
    await stage.close()
    vi.unstubAllGlobals()
  })

  /** A page's studio, without the page. */
  async function desk(options: { readonly loading?: number; readonly lenient?: boolean } = {}): Promise<Desk> {
    stage = await openStage({ site: '', templates: [pipeline, otherDocument], pace: 40, lenient: true, ...options })
    const { fetch } = globalThis
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => fetch(new URL(path, stage.url), init))
    const made = again()
    await made.studio.library.openTemplate('pipeline')
    await connected(made)
    return made
  }

  /** A page opened in another tab, or in the same one after a reload. */
  function again(tab = newKept()): Desk {
    const socket: StudioSocket = io(stage.url, { transports: ['websocket'], reconnectionDelay: 50 })
    const made = { socket, tab, studio: createStudio({ nodes: manifests, socket, kept: { tab, browser } }) }
    desks.push(made)
    return made
  }

  const connected = async ({ studio }: Pick<Desk, 'studio'>) =>
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
    const had = stage.saved.get(id)
    if (had !== undefined) stage.saved.set(id, { ...had, revision: had.revision + 1 })
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
    stage.runs.get('run-1')?.resume()
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
    await expect.poll(() => said(studio)).toEqual([expect.stringContaining('goes on without this page')])
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
    stage.runs.get('run-1')?.stop('now')
    stage.runs.clear()
    made.socket.connect()
    await expect.poll(() => studio.run.view).toBeUndefined()
    await startRun(studio)
    await state(studio, 'running')
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

  test('pictures are asked for of as many nodes as are shown at once, the enlarged one and those in view before others', async () => {
    vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }))
    const { studio } = await desk()
    const preview = (index: number) => ({ id: `preview-${index}`, type: 'output/preview', version: 1, params: {} })
    studio.graph.edit((document) =>
      graphDocument.parse({
        ...document,
        nodes: [...document.nodes, ...Array.from({ length: 40 }, (_, at) => preview(at))],
      }),
    )
    const asked: Readonly<Record<string, string>>[] = []
    desks[0]?.socket.onAnyOutgoing((name: string, request: { previews: Readonly<Record<string, string>> }) => {
      if (name === 'run:watch') asked.push(request.previews)
    })
    await startRun(studio)
    // Pictures that come could not be drawn here.
    await studio.run.pause()
    const stop = watchPreviews(studio)
    expect(Object.keys(asked.at(-1) ?? {})).toHaveLength(MOST_PREVIEWS)
    studio.ui.setState({ dialog: { kind: 'viewer', node: 'preview-39' } })
    expect(asked.at(-1)).toMatchObject({ 'preview-39': 'full' })
    expect(Object.keys(asked.at(-1) ?? {})).toHaveLength(MOST_PREVIEWS)
    expect(asked.at(-1)).not.toHaveProperty('preview-36')
    studio.screen.see('preview-36', true)
    await expect.poll(() => asked.at(-1)).toMatchObject({ 'preview-36': 'card', 'preview-39': 'full' })
    expect(Object.keys(asked.at(-1) ?? {})).toHaveLength(MOST_PREVIEWS)
    stop()
  })

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

  test('a run whose start was not answered is followed once the page is connected again', async () => {
    const made = await desk()
    // The answer is lost, the request is not.
    const cut = (event: string) => event === 'run:start' && setTimeout(() => made.socket.io.engine.close(), 100)
    stage.holdAnswers(true)
    made.socket.onAnyOutgoing(cut)
    await startRun(made.studio)
    made.socket.offAnyOutgoing(cut)
    stage.holdAnswers(false)
    expect(said(made.studio)).toEqual([expect.stringContaining('lost before the studio answered')])
    await expect.poll(() => made.studio.run.view).toMatchObject({ run: 'run-1', state: 'running' })
    expect(stage.runs.size).toBe(1)
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
