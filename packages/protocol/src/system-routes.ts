import { z } from 'zod'
import type { Route } from './route.js'

const bytes = z.int().min(0)

const model = z.object({
  /** What a Model Loader's parameter names. */
  name: z.string(),
  bytes,
  /** File names of its weights. */
  files: z.array(z.string()),
})

const queue = z.object({ device: z.string(), running: z.int().min(0), waiting: z.int().min(0) })

export const systemRoutes = {
  health: {
    method: 'GET',
    path: '/healthz',
    summary: 'The process is alive.',
    status: 200,
    reply: z.object({ status: z.literal('ok') }),
  },
  ready: {
    method: 'GET',
    path: '/readyz',
    summary: 'Runs can be started.',
    status: 200,
    reply: z.object({ status: z.literal('ready') }),
    errors: ['shutting-down'],
  },
  listModels: {
    method: 'GET',
    path: '/api/models',
    summary: 'The installed model folders.',
    status: 200,
    reply: z.object({ models: z.array(model) }),
  },
  readSystem: {
    method: 'GET',
    path: '/api/system',
    summary: 'Versions, memory, queues and limits.',
    status: 200,
    reply: z.object({
      protocol: z.int(),
      version: z.string(),
      node: z.string(),
      platform: z.string(),
      cores: z.int().min(1),
      memory: z.object({ total: bytes, free: bytes, server: bytes }),
      /** Seconds since the server was started. */
      uptime: z.number(),
      viewers: z.int().min(0),
      queues: z.array(queue),
      limits: z.object({
        /** Of an uploaded picture or video. */
        uploadBytes: bytes,
      }),
    }),
  },
  login: {
    method: 'POST',
    path: '/api/login',
    summary: 'Exchanges the token for a cookie, where the server asks for one.',
    body: z.object({ token: z.string().max(200) }),
    status: 204,
  },
  openApi: {
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This interface as an OpenAPI 3.1 document.',
    status: 200,
    reply: z.record(z.string(), z.unknown()),
  },
} as const satisfies Record<string, Route>
