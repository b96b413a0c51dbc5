import fc from 'fast-check'
import { expect, test } from 'vitest'
import { id, play, rich } from './play.fixture.js'
import { World } from './world.fixture.js'

const chunk = fc.nat(6)
const actions = fc.array(
  fc.record({
    at: chunk,
    where: fc.constantFrom('counter', 'adder', 'recorder', 'loader'),
    what: fc.constantFrom('pause', 'resume', 'checkpoint', 'checkpoint-end', 'set', 'refuse', 'stop', 'abort', 'fail'),
  }),
  { maxLength: 6 },
)

test('whatever is done to a run, and whenever, it ends once and everything is released exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(actions, fc.nat(7), async (script, chunks) => {
      const world = new World()
      const asked: Promise<unknown>[] = []
      const settled = (work: Promise<unknown>): void =>
        void asked.push(
          work.then(
            () => 0,
            () => 1,
          ),
        )
      const left = [...script]
      world.onChunk = (node, at) => {
        for (const action of left.filter((candidate) => candidate.where === node && candidate.at === at)) {
          left.splice(left.indexOf(action), 1)
          switch (action.what) {
            case 'fail':
              throw new Error('The test wants it to fail.')
            case 'set':
              settled(run.setParam(id('amount'), 'amount', at + 2))
              break
            case 'refuse':
              settled(run.setParam(id('amount'), 'amount', 13))
              break
            case 'checkpoint':
              settled(run.checkpoint())
              break
            case 'checkpoint-end':
              settled(run.checkpoint('end'))
              break
            case 'pause':
              run.pause()
              setImmediate(() => run.resume())
              break
            case 'resume':
            case 'stop':
            case 'abort':
              run[action.what]()
          }
        }
      }
      const run = play(rich(world, { chunks: chunks + 1 }))
      const outcome = await run.finished
      await Promise.all(asked)
      expect(world.resources.every(({ released }) => released === 1)).toBe(true)
      expect(
        run.events.filter(({ type }) => ['run-finished', 'run-stopped', 'run-failed'].includes(type)),
      ).toHaveLength(1)
      expect(run.events.map(({ seq }) => seq)).toEqual(run.events.map((_, index) => index))
      expect(run.state).toBe(outcome.state)
      if (outcome.state !== 'finished') return
      expect(world.recorded.get('recorder')?.map((tally) => tally.chunk)).toEqual(
        Array.from({ length: chunks + 1 }, (_, at) => at),
      )
    }),
    { numRuns: 200 },
  )
})
