import type { Router } from 'express'
import type { InputFolder } from '../inputs/input-folder.js'
import { mountRoute } from './mount-route.js'

export interface InputHandlerOptions {
  readonly inputs: InputFolder
}

/** Pictures and videos that documents name. */
export function mountInputRoutes(router: Router, { inputs }: InputHandlerOptions): void {
  mountRoute(router, 'uploadInput', async ({ query, incoming }) => {
    const announced = Number(incoming.headers['content-length'] ?? 0)
    return inputs.store(incoming, { name: query.name, announced })
  })
  mountRoute(router, 'readThumbnail', async ({ params, response }) => {
    response.type('image/jpeg').setHeader('Cache-Control', 'private, no-cache')
    response.send(await inputs.thumbnail(params.name))
    return undefined
  })
}
