import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import type { Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { loadCatalog } from '@frameloom/host'
import type { RunView } from '@frameloom/protocol'
import type { Logger } from 'pino'
import { addressOf, Guard } from './border/guard.js'
import { PortTakenError } from './border/port-taken-error.js'
import { type Config, isLoopback } from './config.js'
import { DocumentLibrary } from './documents/document-library.js'
import { Templates } from './documents/templates.js'
import { createApplication } from './http/application.js'
import { createHttpServer } from './http/http-server.js'
import { InputFolder } from './inputs/input-folder.js'
import { Thumbnails } from './inputs/thumbnails.js'
import { LocalQueue } from './runs/local-queue.js'
import { RunDesk } from './runs/run-desk.js'
import { RunFolders } from './runs/run-folders.js'
import { connectPages, openSockets } from './sockets/gateway.js'
import { SocketBroadcast } from './sockets/socket-broadcast.js'

export interface StudioOptions {
  readonly config: Config
  readonly log: Logger
  /** Program of a runner process. */
  readonly runnerEntry: string
  /** Program of the process that decodes a file from outside. */
  readonly thumbnailEntry: string
  /** Folder of the built page. */
  readonly editorDir: string
  /** Folder of the examples. */
  readonly templatesDir: string
}

/** A server that listens. */
export interface Studio {
  /** `http://127.0.0.1:7860` */
  readonly url: string
  readonly desk: RunDesk
  /** Stops every run after its chunk, with a checkpoint, and then listening. Resolves when nothing is left. */
  close(): Promise<void>
}

/**
 * Puts the server together and begins to listen.
 * @throws PackError, DefinitionError where packs cannot be used; the system's error where a folder or the port cannot
 */
export async function openStudio(options: StudioOptions): Promise<Studio> {
  const { config, log, runnerEntry, thumbnailEntry, editorDir, templatesDir } = options
  const [documentsDir, runsDir] = [join(config.dataDir, 'documents'), join(config.dataDir, 'runs')]
  const inputs = new InputFolder({ ...config, thumbnails: new Thumbnails(thumbnailEntry) })
  const [catalog] = await Promise.all([
    loadCatalog(config.packs),
    mkdir(documentsDir, { recursive: true }),
    mkdir(runsDir, { recursive: true }),
    inputs.open(),
  ])
  const library = new DocumentLibrary(documentsDir)
  await library.open()
  const trouble = (what: string, cause: unknown) => log.error({ err: cause }, what)

  const http = createHttpServer()
  // Pages, their sockets and the videos they play.
  http.maxConnections = 8 * config.mostSockets
  const guard = new Guard({ ...config, port: () => portOf(http) })
  const sockets = openSockets(http, guard, config.mostSockets)
  const broadcast = new SocketBroadcast(sockets)
  const files = new RunFolders(runsDir, (folder, cause) => trouble(`The run in ${folder} cannot be read`, cause))
  const settings = { ...config, runnerEntry }
  const queue = new LocalQueue()
  const previews = (run: Parameters<SocketBroadcast['previews']>[0]) => broadcast.previews(run)
  const onState = ({ run, state, failure }: RunView) =>
    failure === undefined ? log.info({ run, state }, `Run ${state}`) : log.warn({ run, failure }, 'Run failed')
  const desk = new RunDesk({
    catalog,
    files,
    inputs,
    queue,
    broadcast,
    settings,
    previews,
    onState,
    onTrouble: trouble,
  })
  await desk.open()

  let closing = false
  const application = createApplication({
    guard,
    log,
    editorDir,
    catalog,
    desk,
    files,
    inputs,
    library,
    templates: new Templates(templatesDir),
    modelDirs: config.modelDirs,
    mostUploadBytes: config.mostUploadBytes,
    viewers: () => broadcast.size,
    ready: () => !closing,
  })
  http.on('request', (request, response) => {
    // socket.io answers its own path.
    if (request.url?.startsWith('/socket.io/') !== true) application(request, response)
  })
  connectPages({ sockets, broadcast, desk, log })
  await listening(http, config)
  return {
    url: isLoopback(config.host)
      ? `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${portOf(http)}`
      : addressOf({ ...config, port: () => portOf(http) }),
    desk,
    async close() {
      if (closing) return
      closing = true
      await desk.close(config.graceMs)
      const closed = sockets.close()
      // Connections still downloading a video, or stalled in it, are cut: nothing waits for them.
      http.closeAllConnections()
      await closed
    },
  }
}

async function listening(http: HttpServer, { host, port }: Config): Promise<void> {
  const listens = once(http, 'listening')
  http.listen(port, host)
  await listens.catch((cause: unknown) => {
    throw isTaken(cause) ? new PortTakenError({ host, port, cause }) : cause
  })
}

const isTaken = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'

const portOf = (http: HttpServer): number => (http.address() as AddressInfo).port
