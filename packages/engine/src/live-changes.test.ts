import { expect, test } from 'vitest'
import { checked, graphOf, id, latch, type Nodes, play, rich, told } from './play.fixture.js'
import { World } from './world.fixture.js'

/** Holds the counter up before it works on `chunk`, until opened. */
function holdCounter(world: World, chunk: number) {
  const reached = latch()
  const held = latch()
  world.onChunk = async (node, at) => {
    if (node !== 'counter' || at !== chunk) return
    reached.open()
    await held.opened
  }
  return { reached: reached.opened, open: held.open }
}

test('a live parameter of a source holds from the first chunk that no node has begun', async () => {
  const world = new World()
  const hold = holdCounter(world, 2)
  const run = play(rich(world, { chunks: 5 }))
  await hold.reached
  expect(await run.setParam(id('counter'), 'scale', 10)).toEqual({ ok: true, chunk: 3 })
  hold.open()
  await run.finished
  expect(world.totals()).toEqual([1, 3, 6, 19, 42])
  expect(told(run, 'param-queued', 'param-applied')).toEqual(['param-queued counter 3', 'param-applied counter 3'])
  expect(run.events.find(({ type }) => type === 'param-applied')).toMatchObject({ param: 'scale', value: 10 })
})

test('a change of a node of values computes it and what reads it anew, up to the live input of the source', async () => {
  const world = new World()
  const hold = holdCounter(world, 1)
  const run = play(rich(world, { chunks: 3 }))
  await hold.reached
  expect(await run.setParam(id('amount'), 'amount', 5)).toEqual({ ok: true, chunk: 2 })
  hold.open()
  await run.finished
  expect(world.totals()).toEqual([1, 3, 10])
  expect([...world.executed]).toEqual([
    ['loader', 1],
    ['amount', 2],
    ['sum', 2],
  ])
  expect(world.resources.every(({ released }) => released === 1)).toBe(true)
})

test('a node that lags behind meets a change at the same chunk as the source', async () => {
  const world = new World()
  const held = latch()
  world.onChunk = async (node, chunk) => {
    if (node === 'adder' && chunk === 0) await held.opened
  }
  const run = play(rich(world, { chunks: 6 }))
  await expect.poll(() => told(run, 'chunk-finished').length).toBe(2)
  const queued = await run.setParam(id('adder'), 'plus', 100)
  held.open()
  await run.finished
  const chunk = queued.ok ? queued.chunk : -1
  expect(chunk).toBeGreaterThan(1)
  const steps = world.totals().map((total, index, all) => total - (all[index - 1] ?? 0))
  expect(steps).toEqual([1, 2, 3, 4, 5, 6].map((step, index) => (index < chunk ? step : step + 100)))
})

test('the document of the run repeats live changes: running it again gives the same', async () => {
  const world = new World()
  const hold = holdCounter(world, 2)
  const run = play(rich(world, { chunks: 6 }, { timeline: [{ chunk: 5, node: 'adder', param: 'plus', value: 7 }] }))
  await hold.reached
  await run.setParam(id('amount'), 'amount', 3)
  await run.setParam(id('amount'), 'amount', 4)
  await run.setParam(id('counter'), 'scale', 2)
  hold.open()
  await run.finished
  expect(run.document().timeline).toEqual([
    { chunk: 3, node: 'amount', param: 'amount', value: 4 },
    { chunk: 3, node: 'counter', param: 'scale', value: 2 },
    { chunk: 5, node: 'adder', param: 'plus', value: 7 },
  ])
  expect(told(run, 'param-applied')).toEqual([
    'param-applied amount 3',
    'param-applied counter 3',
    'param-applied adder 5',
  ])
  const again = new World()
  await play(checked(again, run.document())).finished
  expect(again.totals()).toEqual(world.totals())
})

test('a timeline changes parameters at its chunks, the first one included', async () => {
  const world = new World()
  const timeline = [
    { chunk: 2, node: 'amount', param: 'amount', value: 100 },
    { chunk: 0, node: 'amount', param: 'amount', value: 10 },
    { chunk: 3, node: 'counter', param: 'scale', value: 0 },
  ]
  const run = play(rich(world, { chunks: 4 }, { timeline }))
  await run.finished
  expect(world.totals()).toEqual([10, 30, 150, 270])
  expect(told(run, 'param-applied')).toEqual([
    'param-applied amount 0',
    'param-applied amount 2',
    'param-applied counter 3',
  ])
})

test('a change that cannot be made is refused with a sentence and changes nothing', async () => {
  const world = new World()
  const hold = holdCounter(world, 1)
  const run = play(rich(world, { chunks: 3 }))
  await hold.reached
  const refusal = async (node: string, param: string, value: number | string) => {
    const reply = await run.setParam(id(node), param, value)
    return reply.ok ? undefined : reply.issues[0]
  }
  expect(await refusal('counter', 'chunks', 9)).toMatchObject({
    code: 'not-live',
    message: expect.stringContaining('its live parameters are: scale'),
  })
  expect(await refusal('counter', 'scale', 'x')).toMatchObject({ code: 'invalid-param' })
  expect(await refusal('counter', 'scael', 1)).toMatchObject({ code: 'unknown-param' })
  expect(await refusal('count', 'scale', 1)).toMatchObject({ code: 'unknown-node' })
  expect(await refusal('amount', 'amount', 13)).toMatchObject({
    code: 'node-refused',
    node: 'amount',
    message: "Node 'amount' (Amount): The amount is 13; expected any other. Change it.",
  })
  hold.open()
  expect(await run.finished).toEqual({ state: 'finished' })
  expect(world.totals()).toEqual([1, 3, 6])
  expect(await refusal('counter', 'scale', 1)).toMatchObject({ code: 'run-over' })
})

test('a change that would have to pass through an input read at the start is refused, naming that input', async () => {
  const world = new World()
  const wires = ['amount.value > counter.start', 'counter.tallies > recorder.tallies']
  const run = play(
    graphOf(world, { amount: 'amount', counter: ['counter', { chunks: 0 }], recorder: 'recorder' }, wires),
  )
  const reply = await run.setParam(id('amount'), 'amount', 2)
  expect(reply.ok ? undefined : reply.issues[0]).toMatchObject({ code: 'not-live', node: 'counter', port: 'start' })
  run.abort()
  await run.finished
})

test('a change of what waits for the end of a stream is refused, naming the node that waits', async () => {
  const world = new World()
  const nodes: Nodes = { first: 'counter', recorder: 'recorder', amount: 'amount', sum: 'sum', second: 'counter' }
  const run = play(
    graphOf(world, nodes, [
      'first.tallies > recorder.tallies',
      'recorder.last > sum.left',
      'amount.value > sum.right',
      'sum.value > second.step',
    ]),
  )
  const reply = await run.setParam(id('amount'), 'amount', 2)
  expect(reply.ok ? undefined : reply.issues[0]).toMatchObject({
    code: 'not-live',
    node: 'sum',
    message: expect.stringContaining("node 'sum' waits for a stream to end"),
  })
  await run.finished
})

test('a timeline entry that a node refuses ends the run, naming the node and not the one that asked', async () => {
  const world = new World()
  const timeline = [{ chunk: 2, node: 'amount', param: 'amount', value: 13 }]
  const outcome = await play(rich(world, { chunks: 4 }, { timeline })).finished
  expect(outcome).toMatchObject({ state: 'failed', node: 'amount', code: 'unlucky' })
  expect(world.totals().length).toBeLessThanOrEqual(2)
  expect(world.openNow).toEqual([])
})

test('replaced values are released once every reader has moved on: nothing grows with the number of changes', async () => {
  const world = new World()
  const most = { open: 0 }
  world.onChunk = () => {
    most.open = Math.max(most.open, world.openNow.length)
  }
  const timeline = Array.from({ length: 200 }, (_, chunk) => ({
    chunk,
    node: 'amount',
    param: 'amount',
    value: chunk + 100,
  }))
  await play(rich(world, { chunks: 200 }, { timeline })).finished
  expect(world.executed.get('sum')).toBe(200)
  // loader, counter, adder, recorder; and two values each of the old and the new epoch
  expect(most.open).toBeLessThanOrEqual(8)
  expect(world.resources.every(({ released }) => released === 1)).toBe(true)
})

test('of many changes queued for one chunk only the last is met, and the others are released at once', async () => {
  const world = new World()
  const hold = holdCounter(world, 1)
  const run = play(rich(world, { chunks: 3 }))
  await hold.reached
  for (let amount = 20; amount < 120; amount++) await run.setParam(id('amount'), 'amount', amount)
  expect(world.openNow.length).toBeLessThanOrEqual(8)
  hold.open()
  await run.finished
  expect(world.totals()).toEqual([1, 3, 124])
  expect(told(run, 'param-applied')).toEqual(['param-applied amount 2'])
})

test('a change asked for while something still loads waits for it', async () => {
  const world = new World()
  const loading = latch()
  world.onChunk = async (node) => {
    if (node === 'loader') await loading.opened
  }
  const run = play(rich(world, { chunks: 2 }))
  const reply = run.setParam(id('amount'), 'amount', 2)
  loading.open()
  expect(await reply).toMatchObject({ ok: true })
  await run.finished
})

test('a change that the document has no room for is refused with what to do, and the run goes on unchanged', async () => {
  const world = new World()
  const hold = holdCounter(world, 1)
  const timeline = [{ chunk: 9, node: 'counter', param: 'scale', value: 2, note: 'x'.repeat(3 * 1024 * 1024) }]
  const run = play(rich(world, { chunks: 3 }, { timeline }))
  await hold.reached
  expect(await run.setParam(id('counter'), 'scale', 10)).toMatchObject({
    ok: false,
    issues: [
      { code: 'too-large', message: expect.stringContaining('stop the run and start it again from the canvas') },
    ],
  })
  expect(run.document().timeline).toEqual(timeline)
  hold.open()
  expect(await run.finished).toEqual({ state: 'finished' })
  expect(world.totals()).toEqual([1, 3, 6])
})
