import type { DocumentNode, Exchange } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { checked, id, latch, play, rich, told } from './play.fixture.js'
import { World } from './world.fixture.js'

const node = (name: string, type: string, params: DocumentNode['params'] = {}): DocumentNode => ({
  id: id(name),
  type: `test/${type}`,
  version: 1,
  params,
})

const wire = (text: string): Exchange['wires'][number] => {
  const [from = [], to = []] = text.split(' > ').map((end) => end.split('.'))
  return { from: { node: id(from[0] ?? ''), port: from[1] ?? '' }, to: { node: id(to[0] ?? ''), port: to[1] ?? '' } }
}

/** counter reads `amount` through `ten` and `twenty` from now on. */
const twenty: Exchange = {
  nodes: [node('ten', 'amount', { amount: 10 }), node('twenty', 'sum')],
  wires: [wire('ten.value > twenty.left'), wire('ten.value > twenty.right'), wire('twenty.value > counter.step')],
}
const back: Exchange = { nodes: [], wires: [wire('sum.value > counter.step')] }

/** A run that waits in `chunk` until it is let go. */
async function heldAt(chunk: number, params = {}, rest = {}) {
  const world = new World()
  const [reached, held] = [latch(), latch()]
  world.onChunk = async (name, at) => {
    if (name !== 'counter' || at !== chunk) return
    reached.open()
    await held.opened
  }
  const run = play(rich(world, { chunks: 6, ...params }, rest))
  await reached.opened
  return { world, run, letGo: held.open }
}

const steps = (world: World): number[] => {
  const sums = world.totals()
  const totals = sums.map((sum, index) => sum - (sums[index - 1] ?? 0))
  return totals.map((total, index) => total - (totals[index - 1] ?? 0))
}

test('another wire into a live input holds from the first chunk that no node has begun, with the nodes it brings', async () => {
  const { world, run, letGo } = await heldAt(1)
  expect(await run.exchange(twenty)).toEqual({ ok: true, chunk: 2 })
  letGo()
  expect(await run.finished).toEqual({ state: 'finished' })
  expect(steps(world)).toEqual([1, 1, 20, 20, 20, 20])
  expect(told(run, 'wire-queued', 'wire-applied')).toEqual(['wire-queued counter 2', 'wire-applied counter 2'])
  expect(run.events.find(({ type }) => type === 'wire-queued')).toMatchObject({
    input: 'step',
    from: { node: 'twenty', port: 'value' },
    nodes: ['ten', 'twenty'],
  })
  expect(world.resources.every(({ released }) => released === 1)).toBe(true)
})

test('it is exchanged back, and the document of the run repeats all of it', async () => {
  const { world, run, letGo } = await heldAt(1)
  await run.exchange(twenty)
  world.onChunk = () => {}
  const [reached, held] = [latch(), latch()]
  world.onChunk = async (name, at) => {
    if (name !== 'counter' || at !== 3) return
    reached.open()
    await held.opened
  }
  letGo()
  await reached.opened
  expect(await run.exchange(back)).toEqual({ ok: true, chunk: 4 })
  held.open()
  await run.finished
  expect(steps(world)).toEqual([1, 1, 20, 20, 1, 1])
  const again = new World()
  await play(checked(again, run.document())).finished
  expect(again.totals()).toEqual(world.totals())
})

test('a run goes on from a checkpoint behind an exchange as if it had never stopped', async () => {
  const { world, run, letGo } = await heldAt(1)
  await run.exchange(twenty)
  const saving = run.checkpoint('end')
  letGo()
  const saved = await saving
  await run.finished
  expect(saved.document.exchanges).toHaveLength(1)
  const longer = structuredClone(saved)
  const nodes = longer.document.nodes.map((one) => (one.id === 'counter' ? { ...one, params: { chunks: 9 } } : one))
  const next = new World()
  const goneOn = play(checked(next, { ...longer.document, nodes }), { restored: longer })
  expect(await goneOn.finished).toEqual({ state: 'finished' })
  const whole = new World()
  await play(checked(whole, { ...longer.document, nodes })).finished
  expect([...world.totals(), ...next.totals()]).toEqual(whole.totals())
})

/** Saved at chunk 1, changed for chunk 2, and stopped in chunk 3: what its document asks for, and where it goes on. */
async function changedAfterItsCheckpoint() {
  const { world, run, letGo } = await heldAt(1)
  const saving = run.checkpoint()
  world.onChunk = () => {}
  letGo()
  const saved = await saving
  expect(saved.chunk).toBe(2)
  const [reached, held] = [latch(), latch()]
  world.onChunk = async (name, at) => {
    if (name !== 'counter' || at !== 3) return
    reached.open()
    await held.opened
  }
  await reached.opened
  expect(await run.exchange(twenty)).toEqual({ ok: true, chunk: 4 })
  expect(await run.setParam(id('adder'), 'plus', 7)).toEqual({ ok: true, chunk: 4 })
  world.onChunk = () => {}
  held.open()
  await run.finished
  return { world, saved, document: run.document() }
}

test('what was changed and exchanged after the checkpoint comes again at its chunk', async () => {
  const { world, saved, document } = await changedAfterItsCheckpoint()
  const next = new World()
  const goneOn = play(checked(next, document), { restored: structuredClone(saved) })
  expect(await goneOn.finished).toEqual({ state: 'finished' })
  expect(next.totals()).toEqual(world.totals().slice(saved.chunk))
  expect(steps(world)).toEqual([1, 1, 1, 1, 27, 20])
  expect(told(goneOn, 'wire-queued', 'wire-applied')).toEqual(['wire-queued counter 4', 'wire-applied counter 4'])
  expect(goneOn.events.find(({ type }) => type === 'wire-queued')).toMatchObject({ nodes: ['ten', 'twenty'] })
  expect(goneOn.document()).toEqual(document)
})

test('what is changed anew before it comes again takes its place', async () => {
  const { saved, document } = await changedAfterItsCheckpoint()
  const next = new World()
  const goneOn = play(checked(next, document), { restored: structuredClone(saved) })
  goneOn.pause()
  expect(await goneOn.exchange(back)).toEqual({ ok: true, chunk: 2 })
  expect(await goneOn.setParam(id('adder'), 'plus', 3)).toEqual({ ok: true, chunk: 2 })
  goneOn.resume()
  await goneOn.finished
  expect(told(goneOn, 'wire-applied', 'param-applied')).toEqual(['param-applied adder 2', 'wire-applied counter 2'])
  expect(goneOn.document()).toMatchObject({ timeline: [{ chunk: 2, value: 3 }], exchanges: [{ chunk: 2 }] })
  const again = new World()
  await play(checked(again, goneOn.document())).finished
  expect(again.totals().slice(saved.chunk)).toEqual(next.totals())
})

test('a node that comes in once more has the parameters that it comes with, whatever was changed of it before', async () => {
  const timeline = [
    { chunk: 0, node: 'spare', param: 'amount', value: 5 },
    { chunk: 4, node: 'spare', param: 'amount', value: 6 },
  ]
  const nodes = [...rich(new World(), { chunks: 6 }).document.nodes, node('spare', 'amount')]
  const { world, run, letGo } = await heldAt(1, {}, { nodes, timeline })
  await run.exchange(twenty)
  expect(await run.setParam(id('ten'), 'amount', 11)).toMatchObject({ ok: true })
  await run.exchange(back)
  const anew = {
    nodes: [
      node('ten', 'amount', { amount: 30, label: 'anew' }),
      node('spare', 'amount', { amount: 3 }),
      node('twenty', 'sum'),
    ],
    wires: [wire('ten.value > twenty.left'), wire('spare.value > twenty.right'), wire('twenty.value > counter.step')],
  }
  expect(await run.exchange(anew)).toEqual({ ok: true, chunk: 2 })
  letGo()
  expect(await run.finished).toEqual({ state: 'finished' })
  expect(steps(world)).toEqual([1, 1, 33, 33, 36, 36])
  expect(told(run, 'param-applied')).toEqual(['param-applied spare 0', 'param-applied spare 4'])
  expect(run.document().timeline).toEqual([timeline[1]])
  const again = new World()
  await play(checked(again, run.document())).finished
  expect(again.totals()).toEqual(world.totals())
})

test('a run that has taken as many other wires as its document keeps says so, and how to go on', async () => {
  const exchanges = Array.from({ length: 200 }, (_, chunk) => ({
    chunk: chunk + 9,
    ...wire('sum.value > counter.step'),
  }))
  const { run, letGo } = await heldAt(1, {}, { exchanges })
  expect(await run.exchange(back)).toMatchObject({
    ok: false,
    issues: [{ code: 'too-large', message: expect.stringContaining('stop it and start it again from the canvas') }],
  })
  letGo()
  expect(await run.finished).toEqual({ state: 'finished' })
})

test('what cannot be exchanged is refused with what to do, and the run goes on unchanged', async () => {
  const { world, run, letGo } = await heldAt(1)
  const before = run.document()
  const refusal = async (exchange: Exchange) => {
    const reply = await run.exchange(exchange)
    return reply.ok ? undefined : reply.issues[0]
  }
  expect(await refusal({ nodes: [], wires: [wire('amount.value > counter.start')] })).toMatchObject({
    code: 'not-live',
    message: expect.stringContaining('reads it only when it starts. Stop the run and start it again.'),
  })
  expect(await refusal({ nodes: [], wires: [wire('recorder.last > counter.step')] })).toMatchObject({
    code: 'not-live',
  })
  expect(await refusal({ nodes: [], wires: [wire('loader.handle > counter.step')] })).toMatchObject({
    code: 'socket-mismatch',
  })
  expect(await refusal({ nodes: [node('lone', 'sum')], wires: [wire('lone.value > counter.step')] })).toMatchObject({
    code: 'missing-wire',
  })
  expect(
    await refusal({ nodes: [node('bad', 'amount', { amount: 13 })], wires: [wire('bad.value > counter.step')] }),
  ).toMatchObject({ code: 'node-refused', message: expect.stringContaining('The amount is 13') })
  expect(await refusal({ nodes: [node('sum', 'amount')], wires: [wire('sum.value > counter.step')] })).toMatchObject({
    code: 'not-live',
    message: expect.stringContaining('takes part in this run'),
  })
  expect(run.document()).toEqual(before)
  letGo()
  await run.finished
  expect(steps(world)).toEqual([1, 1, 1, 1, 1, 1])
  expect(told(run, 'wire-queued', 'wire-applied')).toEqual([])
  expect(world.resources.every(({ released }) => released === 1)).toBe(true)
})
