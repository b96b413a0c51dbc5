import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '@frameloom/graph'
import { type ClientEvents, PROTOCOL_VERSION, type RunView, type ServerEvents } from '@frameloom/protocol'
import { pino } from 'pino'
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import { readConfig, type Setting } from '../config.js'
import { openStudio, type Studio } from '../studio.js'

/** Runners are processes, so they run what was built. */
const dist = join(import.meta.dirname, '..', '..', 'dist')
const examples = join(import.meta.dirname, '..', '..', '..', 'examples')

export type Page = Socket<ServerEvents, ClientEvents>

export interface TestStudio extends Studio {
  readonly dataDir: string
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'frameloom-server-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A real server on a free port of this machine, gone after the test. */
export async function testStudio(
  settings: Partial<Record<Setting, string>> = {},
  editorDir?: string,
): Promise<TestStudio> {
  const dataDir = settings.FRAMELOOM_DATA ?? (await temporaryFolder())
  const config = readConfig({
    FRAMELOOM_DATA: dataDir,
    FRAMELOOM_PORT: '0',
    FRAMELOOM_PACKS: join(dist, 'testing', 'test-pack.js'),
    FRAMELOOM_LOG: 'silent',
    FRAMELOOM_CHECKPOINT_EVERY: '1',
    ...settings,
  })
  const studio = await openStudio({
    config,
    log: pino({ level: config.logLevel }),
    runnerEntry: join(dist, 'runner', 'main.js'),
    thumbnailEntry: join(dist, 'inputs', 'thumbnail-main.js'),
    editorDir: editorDir ?? join(dataDir, 'no-editor'),
    templatesDir: examples,
  })
  onTestFinished(() => studio.close())
  return { ...studio, dataDir }
}

/** A page's socket, connected; rejects with the reason where it is refused. */
export async function openPage(url: string, options: Partial<ManagerOptions & SocketOptions> = {}): Promise<Page> {
  const page: Page = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { protocol: PROTOCOL_VERSION },
    ...options,
  })
  onTestFinished(() => void page.disconnect())
  await new Promise<void>((resolve, reject) => {
    page.once('connect', resolve)
    page.once('connect_error', reject)
  })
  return page
}

/** Painter > Preview, and > Save Video where asked for. */
export function paintingDocument(painter: JsonObject = {}, rest: { save?: boolean; ahead?: number } = {}): JsonObject {
  const { save = false, ahead = 0 } = rest
  const node = (id: string, type: string, params: JsonObject) => ({ id, type, version: 1, params })
  const wire = (to: string) => ({ from: { node: 'painter', port: 'frames' }, to: { node: to, port: 'frames' } })
  return {
    format: 'frameloom-graph',
    formatVersion: 1,
    meta: { title: 'Painting' },
    nodes: [
      node('painter', 'test/painter', painter),
      node('preview', 'output/preview', { ahead }),
      ...(save ? [node('video', 'output/save-video', { encoder: 'webp' })] : []),
    ],
    wires: [wire('preview'), ...(save ? [wire('video')] : [])],
  }
}

/** Waits for something that comes by itself, asking again every few milliseconds. The test's own time limit ends it. */
export async function until<T>(probe: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await probe()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Waits until a run is in one of the states, and returns it. */
export async function untilState({ desk }: Studio, id: string, ...states: RunView['state'][]): Promise<RunView> {
  return until(() => {
    const { view } = desk.run(id)
    return states.includes(view.state) ? view : undefined
  })
}
