import { readdir, stat } from 'node:fs/promises'
import { availableParallelism, freemem, totalmem } from 'node:os'
import { join } from 'node:path'
import { openApiDocument, PROTOCOL_VERSION } from '@frameloom/protocol'
import type { Router } from 'express'
import { ApiProblem } from '../api-problem.js'
import { type Guard, TOKEN_COOKIE } from '../border/guard.js'
import { isMissing } from '../files/confined-path.js'
import type { RunDesk } from '../runs/run-desk.js'
import { mountRoute } from './mount-route.js'

export interface SystemHandlerOptions {
  readonly guard: Guard
  readonly desk: RunDesk
  readonly modelDirs: readonly string[]
  readonly mostUploadBytes: number
  readonly viewers: () => number
  /** False while the server goes down. */
  readonly ready: () => boolean
}

/** What needs no token: whether the server is well, and the way in. */
export function mountOpenRoutes(router: Router, { guard, ready }: SystemHandlerOptions): void {
  mountRoute(router, 'health', () => ({ status: 'ok' }))
  mountRoute(router, 'ready', () => {
    if (!ready()) throw new ApiProblem('shutting-down', 'The server is going down.')
    return { status: 'ready' }
  })
  mountRoute(router, 'login', ({ body, response }) => {
    guard.requireToken({}, body.token)
    response.cookie(TOKEN_COOKIE, body.token, { httpOnly: true, sameSite: 'strict' })
    return undefined
  })
}

/** Models, facts about the machine, and this interface itself. */
export function mountSystemRoutes(
  router: Router,
  { desk, modelDirs, mostUploadBytes, viewers }: SystemHandlerOptions,
): void {
  const openApi = openApiDocument()
  mountRoute(router, 'openApi', () => openApi)
  mountRoute(router, 'listModels', async () => ({ models: (await Promise.all(modelDirs.map(modelsIn))).flat() }))
  mountRoute(router, 'readSystem', () => ({
    protocol: PROTOCOL_VERSION,
    version: '0.1.0',
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    cores: availableParallelism(),
    memory: { total: totalmem(), free: freemem(), server: process.memoryUsage.rss() },
    uptime: process.uptime(),
    viewers: viewers(),
    queues: [...desk.queues()],
    limits: { uploadBytes: mostUploadBytes },
  }))
}

/** Folders that hold a `config.json` and weights. */
async function modelsIn(dir: string) {
  const names = await namesIn(dir)
  const found = await Promise.all(names.map(async (name) => ({ name, files: await namesIn(join(dir, name)) })))
  const folders = found.filter(({ files }) => files.includes('config.json'))
  return Promise.all(
    folders.map(async ({ name, files }) => {
      const weights = files.filter((file) => file.endsWith('.safetensors'))
      const sizes = await Promise.all(weights.map(async (file) => (await stat(join(dir, name, file))).size))
      return { name, files: weights, bytes: sizes.reduce((sum, size) => sum + size, 0) }
    }),
  )
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).toSorted()
  } catch (cause) {
    if (isMissing(cause)) return []
    throw cause
  }
}
