import type { GraphDocument } from '@frameloom/graph'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { GraphStore } from '../graph/graph-store.js'
import { discardChanges, takeTheirs } from '../studio/give-up-edits.js'
import { Notices } from '../studio/notices.js'
import { pipeline } from '../testing/pipeline.js'
import { openStage } from '../testing/stage.js'
import { Library } from './library.js'

const titled = (title: string) => (document: GraphDocument) => ({ ...document, meta: { ...document.meta, title } })

describe('what is changed while another document is on its way', () => {
  let stage: Awaited<ReturnType<typeof openStage>>
  let graph: GraphStore
  let library: Library
  /** Called while the server is asked for something, before it answers. */
  let meanwhile: (method: string, path: string) => void

  beforeEach(async () => {
    stage = await openStage({ site: '', templates: [pipeline] })
    meanwhile = () => undefined
    const { fetch } = globalThis
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
      const answer = await fetch(new URL(path, stage.url), init)
      meanwhile(init?.method ?? 'GET', path)
      return answer
    })
    graph = new GraphStore()
    library = new Library(graph)
    await library.openTemplate('pipeline')
    graph.edit(titled('First'))
    await library.save()
    await library.openCopy(titled('Second')(pipeline))
  })
  afterEach(async () => {
    vi.unstubAllGlobals()
    await stage.close()
  })

  const [first, second] = ['document-1', 'document-2']
  const stored = (id: string) => stage.saved.get(id)?.document.meta?.title
  const shown = () => graph.document.meta?.title
  /** Changes the title once, as the server is asked for this. */
  const changeDuring = (wanted: string, title: string) => {
    meanwhile = (method, path) => {
      if (`${method} ${path}` !== wanted) return
      meanwhile = () => undefined
      graph.edit(titled(title))
    }
  }

  test.each([
    { what: 'while it is read', during: `GET /api/documents/${first}`, before: 'Second' },
    { what: 'while the one on the canvas is saved', during: `PUT /api/documents/${second}`, before: 'Second, edited' },
  ])('is saved before the other one is shown: $what', async ({ during, before }) => {
    graph.edit(titled(before))
    changeDuring(during, 'Second, changed at last')
    await library.openDocument(first)
    expect(shown()).toBe('First')
    expect(stored(second)).toBe('Second, changed at last')
    expect(stored(first)).toBe('First')
  })

  test('stays on the canvas where the same document is opened again, and can be saved', async () => {
    changeDuring(`GET /api/documents/${second}`, 'Second, changed')
    await library.openDocument(second)
    expect(shown()).toBe('Second, changed')
    graph.edit(titled('Second, again'))
    expect(await library.save()).toBe(true)
    expect(stored(second)).toBe('Second, again')
  })

  test('stays on the canvas, and so does the document, where it cannot be saved', async () => {
    meanwhile = (_, path) => {
      if (!path.endsWith(first)) return
      stage.saved.delete(second)
      graph.edit(titled('Only here'))
    }
    await expect(library.openDocument(first)).rejects.toThrow('This document is not saved')
    expect(shown()).toBe('Only here')
  })

  test.each([
    { how: takeTheirs, what: 'for theirs', shows: 'Theirs' },
    { how: discardChanges, what: 'discarded', shows: 'Second' },
  ])('is had back as a copy where it was given up: $what', async ({ how, shows }) => {
    const had = stage.saved.get(second)
    if (had !== undefined) {
      stage.saved.set(second, { ...had, document: titled('Theirs')(had.document), revision: had.revision + 1 })
    }
    graph.edit(titled('Mine'))
    expect(await library.save()).toBe(false)
    const notices = new Notices()
    await how({ graph, library, notices })
    expect(shown()).toBe(shows)
    const [notice] = notices.store.getState().shown
    expect(notice?.action?.label).toBe('Undo')
    notice?.action?.run()
    await expect.poll(() => stored('document-3')).toBe('Mine')
    expect(shown()).toBe('Mine')
    expect(stored(second)).toBe('Theirs')
  })
})
