import { extname } from 'node:path'
import type { Response, Router } from 'express'
import { ApiProblem } from '../api-problem.js'
import type { RunDesk } from '../runs/run-desk.js'
import type { RunFiles } from '../runs/run-files.js'
import type { StudioRun } from '../runs/studio-run.js'
import { mountRoute } from './mount-route.js'

const VIDEO = ['.mp4', '.webm']

export interface RunHandlerOptions {
  readonly desk: RunDesk
  readonly files: RunFiles
}

/** Runs: starting, steering, and what they have written. */
export function mountRunRoutes(router: Router, { desk, files }: RunHandlerOptions): void {
  mountRoute(router, 'startRun', async ({ body }) => desk.start(body))
  mountRoute(router, 'listRuns', () => ({ runs: desk.list().map(({ summary }) => summary) }))
  mountRoute(router, 'readRun', ({ params }) => desk.run(params.id).view)
  mountRoute(router, 'readRunDocument', ({ params }) => ({ document: desk.run(params.id).document }))
  mountRoute(router, 'stopRun', ({ params, body }) => desk.stop(params.id, body.how))
  mountRoute(router, 'pauseRun', ({ params }) => desk.pause(params.id))
  mountRoute(router, 'resumeRun', async ({ params }) => desk.resume(params.id))
  mountRoute(router, 'changeParam', async ({ params, body }) => desk.set(params.id, body))
  mountRoute(router, 'exchangeWires', async ({ params, body }) => desk.exchange(params.id, body))
  mountRoute(router, 'deleteRun', async ({ params }) => desk.remove(params.id).then(() => undefined))

  mountRoute(router, 'readVideo', async ({ params, response }) => {
    const run = desk.run(params.id)
    const video = run.view.files.findLast(({ name }) => VIDEO.includes(extname(name)))
    if (video === undefined) throw new ApiProblem('not-found', 'This run has saved no video: add a Save Video node.')
    await sendRunFile(run, video.name, { files, response })
    return undefined
  })
  mountRoute(router, 'readFile', async ({ params, response }) => {
    await sendRunFile(desk.run(params.id), params.name, { files, response })
    return undefined
  })
}

/** Sends a file that the run has announced, and nothing else of the disk. */
async function sendRunFile(
  { view }: StudioRun,
  name: string,
  { files, response }: { readonly files: RunFiles; readonly response: Response },
): Promise<void> {
  const announced = view.files.some((file) => file.name === name)
  const path = announced ? await files.file(view.run, name) : undefined
  if (path === undefined) throw new ApiProblem('not-found', `Run '${view.title}' has no file '${name}'.`)
  if (!VIDEO.includes(extname(name))) response.attachment(name)
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
  await new Promise<void>((resolve, reject) => {
    response.sendFile(path, { dotfiles: 'allow', cacheControl: false }, (error?: Error) => {
      // A viewer that has seen enough of a video closes the connection; that is no failure.
      if (error === undefined || response.headersSent) resolve()
      else reject(error)
    })
  })
}
