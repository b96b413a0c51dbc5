import { setImmediate } from 'node:timers/promises'
import { withHorizon } from '@frameloom/graph'
import { expect, test } from 'vitest'
import type { Checkpoint } from './checkpoint.js'
import { checked, graphOf, id, latch, type Nodes, play, plain, rich, told } from './play.fixture.js'
import { World } from './world.fixture.js'

/** Whatever can happen without waiting for anything outside happens in a few turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await setImmediate()
}

async function whole(chunks: number, rest: object = {}): Promise<number[]> {
  const world = new World()
  await play(rich(world, { chunks }, rest)).finished
  return world.totals()
}

/** Goes on from a checkpoint up to `chunks` in a world of its own, as a new process would. */
async function goneOn(saved: Checkpoint, chunks: number): Promise<number[]> {
  const world = new World()
  const longer = withHorizon(saved.document, world.catalog, chunks)
  if (!longer.ok) throw new Error('The document has a horizon.')
  const run = play(checked(world, longer.document), { restored: structuredClone(saved) })
  expect(await run.finished).toEqual({ state: 'finished' })
  expect(run.events[0]).toMatchObject({ type: 'run-started', firstChunk: saved.chunk })
  return world.totals()
}

/** Holds a node before it works on a chunk: `reached` opens when it is there, and it goes on when `held` is opened. */
function heldAt(world: World, node: string, chunk: number) {
  const [reached, held] = [latch(), latch()]
  world.onChunk = async (at, begun) => {
    if (at !== node || begun !== chunk) return
    reached.open()
    await held.opened
  }
  return { reached, held }
}

test('a checkpoint waits for chunks under way, and the run goes on from it as if it had never stopped', async () => {
  const expected = await whole(12)
  const world = new World()
  const held = latch()
  world.onChunk = async (node, chunk) => {
    if (node === 'recorder' && chunk === 2) await held.opened
  }
  const run = play(rich(world, { chunks: 12 }))
  await expect.poll(() => told(run, 'chunk-finished').length).toBeGreaterThan(3)
  const saving = run.checkpoint()
  held.open()
  const saved = await saving
  expect(saved.chunk).toBeGreaterThan(3)
  expect(saved.nodes).toMatchObject({ counter: { json: saved.chunk }, adder: { tensors: { sum: { dtype: 'f64' } } } })
  expect(told(run, 'checkpoint-saved')).toEqual([`checkpoint-saved ${saved.chunk}`])
  await run.finished
  expect(world.totals()).toEqual(expected)
  expect(await goneOn(saved, 12)).toEqual(expected.slice(saved.chunk))
})

test('a checkpoint waits for the last chunk, too, where the source has ended already', async () => {
  const world = new World()
  const { reached, held } = heldAt(world, 'adder', 3)
  const run = play(rich(world, { chunks: 4 }))
  await reached.opened
  const saving = run.checkpoint()
  await turns(10)
  held.open()
  const saved = await saving
  await run.finished
  expect(world.totals()).toHaveLength(4)
  expect(saved).toMatchObject({ chunk: 4, nodes: { adder: { json: { sum: world.totals().at(-1) } } } })
})

test('a node at the end of one stream is not at rest while it works on another', async () => {
  const nodes: Nodes = {
    short: ['counter', { chunks: 2 }],
    long: ['counter', { chunks: 6 }],
    concat: 'concat',
    recorder: 'recorder',
  }
  const wires = ['short.tallies > concat.left', 'long.tallies > concat.right', 'concat.tallies > recorder.tallies']
  const world = new World()
  const { reached, held } = heldAt(world, 'concat', 4)
  const run = play(graphOf(world, nodes, wires))
  await reached.opened
  const saving = run.checkpoint()
  await turns(10)
  held.open()
  const saved = await saving
  await run.finished
  expect(saved.nodes).toMatchObject({ long: { json: saved.chunk }, concat: { json: 2 + saved.chunk } })
})

test('40 chunks are 20, a checkpoint at the end, and 20 more', async () => {
  const world = new World()
  const run = play(rich(world, { chunks: 20 }))
  const saved = await run.checkpoint('end')
  expect(saved.chunk).toBe(20)
  await run.finished
  expect([...world.totals(), ...(await goneOn(saved, 40))]).toEqual(await whole(40))
})

test('a stopped run can leave a checkpoint behind', async () => {
  const world = new World()
  const run = play(rich(world, { chunks: 0 }))
  await expect.poll(() => world.totals().length).toBeGreaterThan(1)
  const saving = run.checkpoint('end')
  run.stop()
  const saved = await saving
  await run.finished
  expect(world.totals()).toHaveLength(saved.chunk)
  expect([...world.totals(), ...(await goneOn(saved, saved.chunk + 5))]).toEqual(await whole(saved.chunk + 5))
})

test('two streams that meet again keep their chunks together, and a checkpoint waits for both', async () => {
  const nodes: Nodes = { counter: ['counter', { chunks: 9 }], adder: 'adder', zip: 'zip', recorder: 'recorder' }
  const wires = [
    'counter.tallies > adder.tallies',
    'adder.tallies > zip.left',
    'counter.tallies > zip.right',
    'zip.tallies > recorder.tallies',
  ]
  const world = new World()
  const reached = latch()
  world.onChunk = (node, chunk) => {
    if (node === 'recorder' && chunk === 3) reached.open()
  }
  const run = play(graphOf(world, nodes, wires))
  const [saved, seen] = await reached.opened
    .then(async () => run.checkpoint())
    .then((checkpoint) => [checkpoint, world.totals().length] as const)
  await run.finished
  expect(saved.chunk).toBeGreaterThan(3)
  expect(seen).toBe(saved.chunk)
  expect(world.totals()).toEqual([0, 1, 3, 6, 10, 15, 21, 28, 36])
  expect(await goneOn(saved, 9)).toEqual(world.totals().slice(saved.chunk))
})

test('live changes and the rest of the timeline hold after going on', async () => {
  const timeline = [
    { chunk: 1, node: 'amount', param: 'amount', value: 5 },
    { chunk: 9, node: 'adder', param: 'plus', value: 3 },
  ]
  const world = new World()
  const held = latch()
  world.onChunk = async (node, chunk) => {
    if (node === 'counter' && chunk === 3) await held.opened
  }
  const run = play(rich(world, { chunks: 12 }, { timeline }))
  await expect.poll(() => told(run, 'chunk-finished').length).toBe(3)
  await run.setParam(id('amount'), 'amount', 50)
  const saving = run.checkpoint()
  held.open()
  const saved = await saving
  expect(saved.chunk).toBe(4)
  await run.finished
  expect(saved.document.timeline).toContainEqual({ chunk: 4, node: 'amount', param: 'amount', value: 50 })
  expect(await goneOn(saved, 12)).toEqual(world.totals().slice(saved.chunk))
})

test('several checkpoints asked for at once are one moment', async () => {
  const world = new World()
  const run = play(rich(world, { chunks: 6 }))
  const [first, second] = await Promise.all([run.checkpoint(), run.checkpoint()])
  expect(second).toEqual(first)
  await run.finished
})

test('a checkpoint before the first chunk keeps what the run itself was restored from', async () => {
  const world = new World()
  const run = play(rich(world, { chunks: 3 }))
  const saved = await run.checkpoint('end')
  await run.finished
  const next = new World()
  const longer = withHorizon(saved.document, next.catalog, 6)
  const again = play(checked(next, longer.ok ? longer.document : {}), { restored: saved })
  again.pause()
  expect(await again.checkpoint()).toEqual({ ...saved, document: again.document() })
  again.resume()
  await again.finished
})

test('a checkpoint of a run that is over, aborted or failed rejects with the reason', async () => {
  const over = play(plain(new World()))
  await over.finished
  await expect(over.checkpoint()).rejects.toThrow('The run is over')

  const aborted = play(plain(new World(), { chunks: 0 }))
  const saving = aborted.checkpoint('end')
  aborted.abort()
  await expect(saving).rejects.toThrow('aborted')

  const failed = play(plain(new World(), { failAt: 1 }))
  await expect(failed.checkpoint('end')).rejects.toThrow('There is no number 1.')
})
