import {
  checkDocument,
  type ChunkReport,
  createCatalog,
  defineNode,
  definePack,
  type JsonObject,
  type NodeStatus,
  runEvent,
  socketType,
  stream,
} from '@frameloom/graph'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { documentOf, play } from './play.fixture.js'

const ticks = socketType<number>('tick', 'A number per chunk.')

/** A run of one chunk whose only node tells `status` and `report`. */
async function telling(status: NodeStatus, report: Partial<ChunkReport>) {
  const teller = defineNode({
    type: 'test/teller',
    version: 1,
    title: 'Teller',
    category: 'Test',
    help: 'For tests.',
    inputs: {},
    outputs: { ticks: stream(ticks, 'Numbers.') },
    params: z.strictObject({}),
    execute(context) {
      async function* told(): AsyncGenerator<number> {
        await context.boundary(0)
        context.status(status)
        context.report({ chunk: 0, frames: 1, ...report })
        yield 0
      }
      return { ticks: told() }
    },
  })
  const checked = checkDocument(
    documentOf({ teller: 'teller' }, []),
    createCatalog([definePack({ name: 't', nodes: [teller] })]),
  )
  if (!checked.ok) throw new Error(checked.issues[0]?.message)
  const run = play(checked.graph)
  const outcome = await run.finished
  for (const event of run.events) expect(runEvent.safeParse(event).error).toBeUndefined()
  return { outcome, event: (type: string) => run.events.find((one) => one.type === type) }
}

test('figures that are none are left out, and those that are nearly right are put right', async () => {
  const status = { text: 'half way', progress: 3 / 2.9999, memoryBytes: 12.5 }
  const measurements = { psnrDb: Infinity, driftRate: NaN, denoiseMs: 3.5 }
  const { outcome, event } = await telling(status, { measurements })
  expect(outcome).toEqual({ state: 'finished' })
  expect(event('node-status')).toMatchObject({ text: 'half way', progress: 1, memoryBytes: 13 })
  expect(event('chunk-finished')).toMatchObject({ measurements: { denoiseMs: 3.5 } })
  const none = await telling({ progress: NaN, memoryBytes: -1 }, {})
  expect(none.event('node-status')).not.toHaveProperty('progress')
  expect(none.event('node-status')).toMatchObject({ memoryBytes: 0 })
})

test('an insight is told as JSON holds it, and not at all with a number that is not finite', async () => {
  const insight: object = { slots: [{ share: 0.5, older: undefined }, null], title: 'ü' }
  const whole = await telling({}, { insight: insight as JsonObject })
  expect(whole.event('chunk-finished')).toHaveProperty('insight', { slots: [{ share: 0.5 }, null], title: 'ü' })
  const { outcome, event } = await telling({}, { insight: { slots: [{ share: NaN }] } })
  expect(outcome).toEqual({ state: 'finished' })
  expect(event('chunk-finished')).not.toHaveProperty('insight')
})

test('what can never be told ends the run with an error that names the node and the place', async () => {
  const held: object = { bands: [{ draw: () => 1 }] }
  expect((await telling({}, { insight: held as JsonObject })).outcome).toMatchObject({
    state: 'failed',
    node: 'teller',
    code: 'unfit-report',
    message: expect.stringContaining("insight with a value of type function at '/bands/0/draw'"),
  })
  const typed: object = { rates: new Float32Array(2) }
  expect((await telling({}, { insight: typed as JsonObject })).outcome).toMatchObject({
    message: expect.stringContaining("an object of a class at '/rates'"),
  })
  expect((await telling({}, { frames: 2.5 })).outcome).toMatchObject({
    message: expect.stringContaining("whose 'frames' is 2.5; expected a whole number"),
  })
})
