import { runEvent } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { graphOf, id, latch, plain, play, rich, told } from './play.fixture.js'
import { World } from './world.fixture.js'

test('runs a document from its sources to its sinks and tells everything in order', async () => {
  const world = new World()
  const run = play(rich(world, { chunks: 2 }))
  expect(await run.finished).toEqual({ state: 'finished' })
  expect(world.totals()).toEqual([1, 3])
  expect(run.events.map(({ seq }) => seq)).toEqual(run.events.map((_, index) => index))
  expect(run.events.every((event) => runEvent.safeParse(event).success && event.run === run.id)).toBe(true)
  expect(told(run, 'run-started', 'chunk-finished', 'node-status', 'file-saved', 'run-finished')).toEqual([
    'run-started',
    'node-status loader',
    'chunk-finished counter 0',
    'chunk-finished counter 1',
    'file-saved recorder',
    'run-finished',
  ])
  expect(told(run, 'node-started').map((text) => text.split(' ')[1])).toEqual(
    expect.arrayContaining(['loader', 'amount', 'sum', 'counter', 'adder', 'recorder']),
  )
  expect(run.events.at(-1)?.type).toBe('run-finished')
})

test('releases everything exactly once, streams before what they were made from', async () => {
  const world = new World()
  await play(rich(world)).finished
  expect(world.resources.map(({ released }) => released)).toEqual(world.resources.map(() => 1))
  expect(world.resources).toHaveLength(6)
})

test('does not compute a value that nobody reads', async () => {
  const world = new World()
  const wires = ['counter.tallies > recorder.tallies']
  await play(graphOf(world, { counter: 'counter', recorder: 'recorder', amount: 'amount' }, wires)).finished
  expect(world.executed.has('amount')).toBe(false)
})

test('drains a stream that nobody reads, so that run always runs', async () => {
  const world = new World()
  const run = play(graphOf(world, { counter: ['counter', { chunks: 3 }] }, []))
  expect(await run.finished).toEqual({ state: 'finished' })
  expect(told(run, 'chunk-finished')).toHaveLength(3)
})

test('starts a node that waits for the end of a stream when the stream has ended', async () => {
  const world = new World()
  const graph = graphOf(
    world,
    { first: 'counter', recorder: 'recorder', sum: 'sum', second: ['counter', { chunks: 1 }], end: 'recorder' },
    [
      'first.tallies > recorder.tallies',
      'recorder.last > sum.left',
      'sum.value > second.start',
      'second.tallies > end.tallies',
    ],
  )
  expect(await play(graph).finished).toEqual({ state: 'finished' })
  expect(world.totals('end')).toEqual([5])
})

test('several readers share one stream; each sees every value once', async () => {
  const world = new World()
  const graph = graphOf(world, { counter: 'counter', a: 'recorder', b: 'recorder', c: 'adder' }, [
    'counter.tallies > a.tallies',
    'counter.tallies > b.tallies',
    'counter.tallies > c.tallies',
  ])
  await play(graph).finished
  expect(world.totals('a')).toEqual([1, 2, 3, 4])
  expect(world.totals('b')).toEqual([1, 2, 3, 4])
})

test('a slow reader holds back the source: nothing piles up', async () => {
  const world = new World()
  const held = latch()
  let begun = 0
  world.onChunk = async (node, chunk) => {
    if (node === 'counter') begun = chunk
    if (node === 'slow') await held.opened
  }
  const graph = graphOf(world, { counter: ['counter', { chunks: 50 }], slow: 'recorder', quick: 'recorder' }, [
    'counter.tallies > slow.tallies',
    'counter.tallies > quick.tallies',
  ])
  const run = play(graph)
  await expect.poll(() => world.totals('quick').length).toBeGreaterThan(1)
  expect(begun).toBeLessThanOrEqual(2)
  held.open()
  await run.finished
  expect(world.totals('slow')).toHaveLength(50)
})

test('one reader leaving does not stop the others; when the last has left, the source ends', async () => {
  const world = new World()
  const nodes = {
    counter: ['counter', { chunks: 0 }],
    a: ['recorder', { atMost: 2 }],
    b: ['recorder', { atMost: 5 }],
  } as const
  const run = play(graphOf(world, nodes, ['counter.tallies > a.tallies', 'counter.tallies > b.tallies']))
  expect(await run.finished).toEqual({ state: 'finished' })
  expect(world.totals('a')).toEqual([1, 2])
  expect(world.totals('b')).toEqual([1, 2, 3, 4, 5])
  expect(world.openNow).toEqual([])
})

test('a failure in a stream names the node and the port, reaches every reader and releases everything', async () => {
  const world = new World()
  const graph = graphOf(
    world,
    { counter: ['counter', { chunks: 0, failAt: 2 }], adder: 'adder', a: 'recorder', b: 'recorder' },
    ['counter.tallies > adder.tallies', 'counter.tallies > a.tallies', 'adder.tallies > b.tallies'],
  )
  const run = play(graph)
  const failure = {
    node: 'counter',
    port: 'tallies',
    code: 'out-of-numbers',
    message: "Node 'counter' (Counter): There is no number 2.",
  }
  expect(await run.finished).toEqual({ state: 'failed', ...failure })
  expect(run.events.at(-1)).toMatchObject({ type: 'run-failed', ...failure })
  expect(told(run, 'run-failed')).toHaveLength(1)
  expect(world.resources.map(({ released }) => released)).toEqual([1, 1, 1, 1])
})

test('a node of values that fails ends the run, and what it had opened is released', async () => {
  const world = new World()
  const graph = graphOf(
    world,
    { amount: ['amount', { amount: 13 }], loader: 'loader', counter: ['counter', { chunks: 0 }] },
    ['amount.value > counter.step', 'loader.handle > counter.handle'],
  )
  expect(await play(graph).finished).toMatchObject({ state: 'failed', node: 'amount', code: 'unlucky' })
  expect(world.openNow).toEqual([])
})

test('an output that a node forgets to return is told with its name', async () => {
  const world = new World()
  const graph = graphOf(world, { counter: 'counter', recorder: ['recorder', { forget: true }] }, [
    'counter.tallies > recorder.tallies',
  ])
  expect(await play(graph).finished).toMatchObject({
    state: 'failed',
    code: 'missing-output',
    node: 'recorder',
    port: 'last',
  })
})

test('an error thrown by a sink is the one cause, and the source is released', async () => {
  const world = new World()
  world.onChunk = (node, chunk) => {
    if (node === 'recorder' && chunk === 1) throw new Error('The disk is full.')
  }
  expect(await play(plain(world, { chunks: 0 })).finished).toEqual({
    state: 'failed',
    node: 'recorder',
    code: 'node-failed',
    message: "Node 'recorder' (Recorder): The disk is full.",
  })
  expect(world.openNow).toEqual([])
})

test('abort ends an endless run and releases everything', async () => {
  const world = new World()
  const run = play(rich(world, { chunks: 0 }))
  await expect.poll(() => world.totals().length).toBeGreaterThan(2)
  run.abort()
  expect(await run.finished).toEqual({ state: 'stopped', how: 'now' })
  expect(run.state).toBe('stopped')
  expect(world.openNow).toEqual([])
})

test('a signal that is already aborted executes nothing', async () => {
  const world = new World()
  const run = play(rich(world), { signal: AbortSignal.abort() })
  expect(await run.finished).toEqual({ state: 'stopped', how: 'now' })
  expect(world.resources).toEqual([])
})

test('stop keeps the chunk that is being made whole, and lets it through to the end', async () => {
  const world = new World()
  const held = latch()
  world.onChunk = async (node, chunk) => {
    if (node === 'counter' && chunk === 3) await held.opened
  }
  const run = play(rich(world, { chunks: 0 }))
  await expect.poll(() => told(run, 'chunk-finished').length).toBe(3)
  run.stop()
  held.open()
  expect(await run.finished).toEqual({ state: 'stopped', how: 'after-chunk' })
  expect(world.recorded.get('recorder')?.map(({ chunk }) => chunk)).toEqual([0, 1, 2, 3])
})

test('two sources stop after the same chunk, however far one was ahead', async () => {
  const world = new World()
  const held = latch()
  world.onChunk = async (node, chunk) => {
    if (node === 'left' && chunk === 1) await held.opened
  }
  const endless = ['counter', { chunks: 0 }] as const
  const run = play(
    graphOf(world, { left: endless, right: endless, a: 'recorder', b: 'recorder' }, [
      'left.tallies > a.tallies',
      'right.tallies > b.tallies',
    ]),
  )
  await expect.poll(() => world.totals('b').length).toBeGreaterThan(5)
  run.stop()
  held.open()
  await run.finished
  expect(world.totals('a')).toEqual(world.totals('b'))
})

test('pause lets chunks under way reach their end and begins no other; resume goes on', async () => {
  const world = new World()
  const run = play(rich(world, { chunks: 0 }))
  await expect.poll(() => world.totals().length).toBeGreaterThan(1)
  run.pause()
  expect(run.state).toBe('paused')
  const saved = await run.checkpoint()
  expect(world.totals()).toHaveLength(saved.chunk)
  run.resume()
  await expect.poll(() => world.totals().length).toBeGreaterThan(saved.chunk + 1)
  run.stop()
  await run.finished
  expect(told(run, 'run-paused', 'checkpoint-saved', 'run-resumed', 'run-stopped')).toEqual([
    'run-paused',
    `checkpoint-saved ${saved.chunk}`,
    'run-resumed',
    'run-stopped',
  ])
})

test('a paused run can be stopped and aborted', async () => {
  for (const end of ['stop', 'abort'] as const) {
    const world = new World()
    const run = play(plain(world, { chunks: 0 }))
    run.pause()
    run[end]()
    expect((await run.finished).state).toBe('stopped')
    expect(world.openNow).toEqual([])
  }
})

test('the run keeps what it uses alive until the last chunk, and gives nodes their document and services', async () => {
  const world = new World()
  const run = play(rich(world, { chunks: 3 }))
  expect(run.document().nodes.map((node) => node.id)).toContain(id('counter'))
  expect(await run.finished).toEqual({ state: 'finished' })
})
