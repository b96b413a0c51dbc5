import type { StudioEvent } from '@frameloom/protocol'
import type { Page } from './test-studio.js'

/** Starts a run, and gives its view. */
export async function started(page: Page, document: object) {
  const reply = await page.emitWithAck('run:start', { document })
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.view
}

/** Watches a run from now on: the view as it stood, and every event since, in the order in which they came. */
export async function watching(page: Page, run: Awaited<ReturnType<typeof started>>['run']) {
  const events: StudioEvent[] = []
  page.on('run:event', (event) => events.push(event))
  const reply = await page.emitWithAck('run:watch', { run })
  if (!reply.ok || reply.from !== 'view') throw new Error('A first look gives the view.')
  return { view: reply.view, events }
}
