import { type GraphDocument, graphDocument, type JsonValue } from '@frameloom/graph'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import type { Edit } from '../graph/edits.js'
import type { StudioSocket } from '../run/studio-socket.js'
import { createStudio, type Studio } from '../studio/studio.js'
import type { Kept } from '../ui/kept.js'
import { manifests } from './manifests.js'
import { pipeline } from './pipeline.js'
import { openStage } from './stage.js'

/** Longer than changes wait before they are sent. */
export const SENT = 500

export const withParam =
  (id: string, name: string, value: JsonValue): Edit =>
  (document) => ({
    ...document,
    nodes: document.nodes.map((node) =>
      node.id === id ? { ...node, params: { ...node.params, [name]: value } } : node,
    ),
  })

/** Feeds the sampler by a cache of another kind. */
export function withOtherCache(document: GraphDocument): GraphDocument {
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

export interface Desk {
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

/** Studios without their pages, on a stage of its own for each test around it; and what tests ask of them. */
export function desks() {
  let stage: Awaited<ReturnType<typeof openStage>>
  const made: Desk[] = []
  const browser = newKept()

  beforeEach(() => vi.stubGlobal('innerWidth', 1600))
  afterEach(async () => {
    for (const { socket, studio } of made.splice(0)) {
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
    const first = again()
    await first.studio.library.openTemplate('pipeline')
    await connected(first)
    return first
  }

  /** A page opened in another tab, or in the same one after a reload. */
  function again(tab = newKept()): Desk {
    const socket: StudioSocket = io(stage.url, { transports: ['websocket'], reconnectionDelay: 50 })
    const one = { socket, tab, studio: createStudio({ nodes: manifests, socket, kept: { tab, browser } }) }
    made.push(one)
    return one
  }

  const connected = async ({ studio }: Pick<Desk, 'studio'>) =>
    expect.poll(() => studio.run.store.getState().connection, { interval: 10 }).toBe('live')
  const state = ({ run }: Studio, wanted: string) => expect.poll(() => run.view?.state, { interval: 10 }).toBe(wanted)
  const restart = ({ live }: Studio) => live.store.getState().restartNeeded
  const said = ({ notices }: Studio) => notices.store.getState().shown.map(({ text }) => text)
  const pause = async (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const changes = (run: string) => [...stage.runs.values()].find(({ view }) => view.run === run)?.view.changes
  const currentId = ({ library }: Studio) => library.store.getState().current?.id ?? ''

  return { desk, again, connected, state, restart, said, pause, changes, currentId, stage: () => stage }
}
