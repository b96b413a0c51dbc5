import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Express } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { ApiProblem } from '../api-problem.js'
import type { Guard } from '../border/guard.js'
import { answerProblem } from './answer-problem.js'
import { LOGIN_PAGE, LOGIN_SCRIPT } from './login-page.js'
import { type DocumentHandlerOptions, mountDocumentRoutes } from './document-handlers.js'
import { type InputHandlerOptions, mountInputRoutes } from './input-handlers.js'
import { refuseOtherMethods } from './mount-route.js'
import { mountRunRoutes, type RunHandlerOptions } from './run-handlers.js'
import { mountOpenRoutes, mountSystemRoutes, type SystemHandlerOptions } from './system-handlers.js'

export interface ApplicationOptions
  extends DocumentHandlerOptions, InputHandlerOptions, RunHandlerOptions, SystemHandlerOptions {
  readonly guard: Guard
  readonly log: Logger
  /** Folder of the built page. */
  readonly editorDir: string
}

/** All of HTTP: the borders first, then the routes, then the page. */
export function createApplication(options: ApplicationOptions): Express {
  const { guard, log, editorDir } = options
  const app = express()
  app.disable('x-powered-by')
  app.use(helmet(POLICY))
  app.use((request, _response, next) => {
    guard.requireOwnPage(request.headers)
    next()
  })
  // Mounted on paths as express matches them, so that no spelling of a path goes past.
  const router = express.Router()
  router.use('/api', (request, _response, next) => {
    guard.requireOwnSite(request.headers)
    next()
  })
  mountOpenRoutes(router, options)
  router.use('/api', (request, _response, next) => {
    guard.requireToken(request.headers)
    next()
  })
  mountSystemRoutes(router, options)
  mountDocumentRoutes(router, options)
  mountInputRoutes(router, options)
  mountRunRoutes(router, options)
  refuseOtherMethods(router)
  app.use(router)
  app.get('/login.js', (_request, response) => void response.type('text/javascript').send(LOGIN_SCRIPT))
  app.get('/', (request, response, next) => {
    if (!guard.showsToken(request.headers)) response.type('text/html').send(LOGIN_PAGE)
    else if (existsSync(join(editorDir, 'index.html'))) {
      response.sendFile('index.html', { root: editorDir }, (error?: Error) => {
        if (error !== undefined && !response.headersSent) next(error)
      })
    } else response.status(503).type('text/plain').send('The page is not built yet: run `npm start`, which builds it.')
  })
  // Vite names these by what is in them, so that a page opened again asks for nothing, and Chromium keeps its compiled code.
  app.use('/assets', express.static(join(editorDir, 'assets'), { ...FILES, immutable: true, maxAge: '1y' }))
  app.use(express.static(editorDir, FILES))
  app.use((request) => {
    throw new ApiProblem('not-found', `There is nothing at ${request.path}; see /api/openapi.json.`)
  })
  app.use(answerProblem(log))
  return app
}

const FILES = { index: false, redirect: false, dotfiles: 'ignore' } as const

/**
 * Pictures are drawn from blobs and the canvas sets styles in elements; all else comes from this server. Without TLS on
 * this machine, nothing may be upgraded to it.
 */
const POLICY: Parameters<typeof helmet>[0] = {
  contentSecurityPolicy: {
    directives: {
      defaultSrc: ["'self'"],
      fontSrc: ["'self'", 'data:'],
      imgSrc: ["'self'", 'blob:', 'data:'],
      mediaSrc: ["'self'", 'blob:'],
      workerSrc: ["'self'", 'blob:'],
      styleSrc: ["'self'", "'unsafe-inline'"],
      connectSrc: ["'self'"],
      frameAncestors: ["'none'"],
      upgradeInsecureRequests: null,
    },
  },
  strictTransportSecurity: false,
  crossOriginResourcePolicy: { policy: 'same-origin' },
}
