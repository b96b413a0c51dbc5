import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { type GraphDocument, graphDocument } from '@frameloom/graph'
import { type ClientEvents, FRAME_CREDIT, requests, type RunView, type ServerEvents } from '@frameloom/protocol'
import { Server, type Socket } from 'socket.io'
import { manifests } from './manifests.js'
import { missingWires } from './missing-wires.js'
import { pictures } from './pictures.js'
import { StageRun } from './stage-run.js'

export interface StageOptions {
  /** Folder of the built page. */
  readonly site: string
  readonly templates: readonly GraphDocument[]
  /** Milliseconds of a chunk; 0: each is made when a test advances the run. */
  readonly pace?: number
  /** Milliseconds from the start of a run to its first node. */
  readonly loading?: number
  readonly port?: number
  /** Finds nothing wrong with any document. */
  readonly lenient?: boolean
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Runs that one page may watch at once, as in the real studio. */
const MOST_RUNS = 16

/** A studio that answers from memory and computes nothing, so that tests of the page know every frame and event. */
export async function openStage({ site, templates, pace = 400, loading = 0, port = 0, lenient = false }: StageOptions) {
  const saved = new Map<string, { document: GraphDocument; revision: number; savedAt: number }>()
  const runs = new Map<string, StageRun>()
  const frames = await pictures(32)
  const counted = { drawn: 0 }
  const answers = { held: false }
  const http = createServer((request, response) => void answer(request, response))
  const sockets = new Server<ClientEvents, ServerEvents>(http, { transports: ['websocket'] })
  sockets.on('connection', (socket) => serve(socket))
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  const address = http.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`

  return {
    url,
    saved,
    runs,
    /** Pictures that pages have said to have drawn. */
    drawn: () => counted.drawn,
    /** Runs that are asked for begin, and nobody is told so. */
    holdAnswers: (held: boolean) => {
      answers.held = held
    },
    close: async () => {
      for (const run of runs.values()) run.stop('now')
      await sockets.close()
    },
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const path = new URL(request.url ?? '/', url).pathname
    if (!path.startsWith('/api/')) return file(path, response)
    const body = await bodyOf(request)
    const id = decodeURIComponent(path.split('/')[3] ?? '')
    const document = graphDocument.safeParse(body.document).data
    const send = (status: number, value: unknown) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
    const missing = () => send(404, { error: { code: 'not-found', message: `There is no ${path}.` } })
    switch (`${request.method} ${path.split('/')[2]}${id === '' ? '' : '/'}`) {
      case 'GET nodes':
        return send(200, { nodes: manifests })
      case 'POST validate':
        return send(200, { issues: document === undefined || lenient ? [] : missingWires(document) })
      case 'GET templates':
        return send(200, {
          templates: templates.map(({ id: name = '', meta }) => ({
            id: name,
            title: meta?.title ?? '',
            description: meta?.description ?? '',
            tags: [],
          })),
        })
      case 'GET templates/': {
        const template = templates.find((one) => one.id === id)
        return template === undefined ? missing() : send(200, { document: template })
      }
      case 'GET documents':
        return send(200, { documents: [...saved.keys()].map(summary).toReversed() })
      case 'POST documents': {
        if (document === undefined) return missing()
        const name = `document-${saved.size + 1}`
        saved.set(name, { document, revision: 1, savedAt: Date.now() })
        return send(201, { ...summary(name), document })
      }
      case 'GET documents/':
        return saved.has(id) ? send(200, { ...summary(id), document: saved.get(id)?.document }) : missing()
      case 'PUT documents/': {
        const old = saved.get(id)
        if (old === undefined || document === undefined) return missing()
        if (body.revision !== old.revision) {
          return send(409, {
            error: { code: 'stale-revision', message: 'Somebody saved it meanwhile.', revision: old.revision },
          })
        }
        saved.set(id, { document, revision: old.revision + 1, savedAt: Date.now() })
        return send(200, summary(id))
      }
      case 'DELETE documents/':
        if (!saved.delete(id)) return missing()
        return response.writeHead(204).end()
      case 'GET runs':
        return send(200, { runs: [...runs.values()].map(({ view }) => view).toReversed() })
      case 'GET runs/': {
        const run = runs.get(id)
        return run === undefined || !path.endsWith('/document') ? missing() : send(200, { document: run.document })
      }
      case 'POST runs/': {
        const run = runs.get(id)
        if (run === undefined) return missing()
        if (path.endsWith('/stop')) run.stop('after-chunk')
        else run.resume()
        return send(202, run.view)
      }
      case 'DELETE runs/':
        if (!runs.delete(id)) return missing()
        sockets.emit('run:deleted', id as RunView['run'])
        return response.writeHead(204).end()
      default:
        return missing()
    }
  }

  function summary(id: string) {
    const { document, revision = 1, savedAt = 0 } = saved.get(id) ?? {}
    return { id, title: document?.meta?.title ?? '', revision, savedAt, nodes: document?.nodes.length ?? 0 }
  }

  function file(path: string, response: ServerResponse) {
    const name = path === '/' ? 'index.html' : path.slice(1)
    const type = types[extname(name)]
    if (type === undefined) return response.writeHead(404).end()
    const cached = name.startsWith('assets/') && { 'Cache-Control': 'max-age=31536000, immutable' }
    return response.writeHead(200, { 'Content-Type': type, ...cached }).end(readFileSync(join(site, name)))
  }

  function serve(socket: Socket<ClientEvents, ServerEvents>) {
    const watched: { previews: Readonly<Record<string, 'card' | 'full'>>; run?: StageRun } = { previews: {} }
    const seqs = new Map<string, number>()
    const flying = new Map<string, number>()
    const timer = setInterval(show, 1000 / 16)
    socket.on('disconnect', () => clearInterval(timer))
    socket.on('run:start', ({ document, documentId }, reply) => {
      const parsed = graphDocument.parse(document)
      const run = new StageRun({
        number: runs.size + 1,
        document: parsed,
        documentId,
        pace,
        loading,
        tell: (event, view) => {
          sockets.to(event.run).emit('run:event', event)
          if (event.type.startsWith('run-') || event.type === 'file-saved') sockets.emit('run:summary', view)
        },
      })
      runs.set(run.view.run, run)
      if (!answers.held) reply({ ok: true, view: run.view })
    })
    socket.on('run:watch', ({ run: id, previews = {} }, reply) => {
      const run = runs.get(id)
      if (run === undefined) return reply({ ok: false, error: { code: 'not-found', message: 'There is no such run.' } })
      const full = [...socket.rooms].filter((room) => room !== socket.id && room !== id).length >= MOST_RUNS
      if (full) return reply({ ok: false, error: { code: 'too-many-watched', message: 'Close some.' } })
      void socket.join(id)
      watched.run = run
      watched.previews = previews
      return reply({ ok: true, from: 'view', view: run.view })
    })
    socket.on('run:set', ({ run, node, param, value }, reply) => {
      reply({ ok: true, chunk: runs.get(run)?.set(node as RunView['order'][number], param, value) ?? 0 })
    })
    socket.on('run:exchange', (request, reply) => {
      const { run, nodes, wires } = requests['run:exchange'].request.parse(request)
      reply({ ok: true, chunk: runs.get(run)?.exchange(nodes, wires) ?? 0 })
    })
    const control = (id: string, what: (run: StageRun) => void, reply: (view: { ok: true; view: RunView }) => void) => {
      const run = runs.get(id)
      if (run === undefined) return
      what(run)
      reply({ ok: true, view: run.view })
    }
    socket.on('run:stop', ({ run, how = 'after-chunk' }, reply) => control(run, (one) => one.stop(how), reply))
    socket.on('run:pause', ({ run }, reply) => control(run, (one) => one.pause(), reply))
    socket.on('run:resume', ({ run }, reply) => control(run, (one) => one.resume(), reply))
    socket.on('run:unwatch', ({ run }) => {
      void socket.leave(run)
      delete watched.run
    })

    function show() {
      const { run, previews } = watched
      if (run?.view.state !== 'running') return
      for (const [node, tier] of Object.entries(previews)) {
        if ((flying.get(node) ?? 0) >= FRAME_CREDIT) continue
        const seq = seqs.get(node) ?? 0
        seqs.set(node, seq + 1)
        flying.set(node, (flying.get(node) ?? 0) + 1)
        const place = { run: run.view.run, node: node as RunView['order'][number], tier, seq, chunk: 0, index: 0 }
        const header = { ...place, width: 256, height: 160, fps: 16, at: Date.now() }
        socket.emit('run:frame', header, frames[seq % frames.length] ?? Buffer.alloc(0), () => {
          counted.drawn++
          flying.set(node, (flying.get(node) ?? 1) - 1)
        })
      }
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<{ document?: unknown; revision?: unknown }> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const text = Buffer.concat(parts).toString()
  return text === '' ? {} : (JSON.parse(text) as object)
}
