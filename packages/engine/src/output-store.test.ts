import { expect, test } from 'vitest'
import { OutputStore } from './output-store.js'
import { documentOf, checked, latch, play, rich } from './play.fixture.js'
import { World } from './world.fixture.js'

const kept = (world: World) => world.openNow.toSorted()

test('a second run takes what the first computed, also from a document of other ids, titles and places', async () => {
  const world = new World()
  await using outputs = new OutputStore({ capacity: 8 })
  await play(rich(world), { outputs }).finished
  expect(kept(world)).toEqual(['amount=1', 'sum=1', 'weights'])
  const other = documentOf({ weights: 'loader', two: 'counter' }, ['weights.handle > two.handle'])
  const run = play(checked(world, other), { outputs })
  expect(await run.finished).toEqual({ state: 'finished' })
  expect(run.events.find((event) => event.type === 'node-finished' && event.node === 'weights')).toMatchObject({
    reused: true,
  })
  expect(world.executed.get('weights')).toBeUndefined()
})

test('a document whose wires are led otherwise computes nothing anew', async () => {
  const world = new World()
  await using outputs = new OutputStore({ capacity: 8 })
  await play(rich(world), { outputs }).finished
  const { document } = rich(world)
  const wires = document.wires.map((wire) => ({ ...wire, points: [{ x: 1, y: 2 }] }))
  await play(checked(world, { ...document, wires }), { outputs }).finished
  expect([...world.executed.values()]).toEqual(Array.from(world.executed, () => 1))
})

test('another parameter computes its node and what reads it, nothing else', async () => {
  const world = new World()
  await using outputs = new OutputStore({ capacity: 8 })
  const graph = (amount: number) =>
    checked(
      world,
      documentOf({ loader: 'loader', amount: ['amount', { amount }], counter: 'counter' }, [
        'loader.handle > counter.handle',
        'amount.value > counter.step',
      ]),
    )
  await play(graph(1), { outputs }).finished
  await play(graph(2), { outputs }).finished
  expect([...world.executed]).toEqual([
    ['loader', 1],
    ['amount', 2],
  ])
})

test('another device is another output', async () => {
  const world = new World()
  await using outputs = new OutputStore({ capacity: 8 })
  const services = { device: 'cuda', outDir: '/', fileName: 'other', modelDirs: [] }
  await play(rich(world), { outputs }).finished
  await play(rich(world), { outputs, services: { ...services, device: 'cpu' } }).finished
  expect(world.executed.get('loader')).toBe(1)
  await play(rich(world), { outputs, services }).finished
  expect(world.executed.get('loader')).toBe(2)
})

test('keeps at most its capacity and releases the longest unused', async () => {
  const world = new World()
  const outputs = new OutputStore({ capacity: 2 })
  const load = async (name: string) =>
    play(
      checked(
        world,
        documentOf({ loader: ['loader', { name }], counter: 'counter' }, ['loader.handle > counter.handle']),
      ),
      { outputs },
    ).finished
  for (const name of ['a', 'b', 'a', 'c']) await load(name)
  expect(outputs.size).toBe(2)
  expect(kept(world)).toEqual(['a', 'c'])
  await outputs.clear()
  expect(kept(world)).toEqual([])
  expect(world.resources.every(({ released }) => released === 1)).toBe(true)
})

test('never releases what a run uses, nor what kept outputs were made from', async () => {
  const outputs = new OutputStore({ capacity: 1 })
  const released: string[] = []
  const make = async (name: string, parents: Parameters<OutputStore['acquire']>[0]['parents'] = []) =>
    outputs.acquire({
      signature: name,
      parents,
      produce: async (scope) => {
        scope.own({ [Symbol.dispose]: () => released.push(name) })
        return { name }
      },
    })
  const model = await make('model')
  const prompt = await make('prompt', [model])
  await model[Symbol.asyncDispose]()
  expect(released).toEqual([])
  const other = await make('other')
  await other[Symbol.asyncDispose]()
  expect(released).toEqual(['other'])
  await prompt[Symbol.asyncDispose]()
  await outputs.clear()
  expect(released).toEqual(['other', 'prompt', 'model'])
})

test('two runs that ask for one output at once share one computation', async () => {
  const outputs = new OutputStore({ capacity: 4 })
  const held = latch()
  let computed = 0
  const ask = async () =>
    outputs.acquire({
      signature: 'model',
      parents: [],
      produce: async () => {
        computed++
        await held.opened
        return { computed }
      },
    })
  const both = Promise.all([ask(), ask()])
  held.open()
  expect((await both).map(({ reused }) => reused)).toEqual([false, true])
  expect(computed).toBe(1)
})

test('where one run fails to compute an output, the other computes it itself', async () => {
  const outputs = new OutputStore({ capacity: 4 })
  const released: string[] = []
  const ask = async (name: string, fails: boolean) =>
    outputs.acquire({
      signature: 'model',
      parents: [],
      produce: async (scope) => {
        scope.own({ [Symbol.dispose]: () => released.push(name) })
        await Promise.resolve()
        if (fails) throw new Error('aborted')
        return { name }
      },
    })
  const [first, second] = await Promise.allSettled([ask('first', true), ask('second', false)])
  expect(first.status).toBe('rejected')
  expect(second).toMatchObject({ status: 'fulfilled', value: { reused: false, outputs: { name: 'second' } } })
  expect(released).toEqual(['first'])
})
