import { nodeId, runId } from '@frameloom/graph'
import { describe, expect, test } from 'vitest'
import { RECENT_CHUNKS, RECENT_EXCHANGES, type RunView, runView } from './run-view.js'
import { speedOf } from './speed.js'
import type { StudioEvent, StudioEventBody } from './studio-event.js'
import { withEvent } from './with-event.js'

const [sampler, saver] = [nodeId.parse('sampler'), nodeId.parse('saver')]
const run = runId.parse('r1')

const fresh: RunView = {
  run,
  state: 'queued',
  title: 'Test',
  createdAt: 0,
  finishedChunks: 0,
  chunks: 0,
  seq: -1,
  device: 'cpu',
  seeds: [],
  firstChunk: 0,
  order: [],
  nodes: {},
  changes: [],
  exchanges: [],
  files: [],
}

const stamped = (bodies: readonly StudioEventBody[]): StudioEvent[] =>
  bodies.map((body, seq): StudioEvent => ({ ...body, run, seq, at: seq * 100 }))

const after = (...bodies: StudioEventBody[]): RunView => stamped(bodies).reduce(withEvent, fresh)

const started: StudioEventBody = { type: 'run-started', nodes: [sampler, saver], firstChunk: 0 }
const chunk = (node: typeof sampler, index: number): StudioEventBody => ({
  type: 'chunk-finished',
  node,
  chunk: index,
  frames: 12,
  measurements: { playbackFps: 16 },
})

describe('a view of a run', () => {
  test('is one that its own schema accepts, whatever has happened', () => {
    const view = after(
      { type: 'run-queued', device: 'cpu', position: 1 },
      { type: 'run-starting' },
      started,
      { type: 'node-started', node: sampler },
      { type: 'node-status', node: sampler, text: 'loading', progress: 0.5, memoryBytes: 4096 },
      chunk(sampler, 0),
      { type: 'file-saved', node: saver, path: 'a.mp4', finished: false },
      { type: 'param-queued', node: sampler, param: 'rate', value: 0.5, chunk: 2 },
      { type: 'run-failed', node: sampler, code: 'lost', message: 'Lost.' },
    )
    expect(runView.parse(view)).toEqual(view)
    expect(view.state).toBe('failed')
    expect(view.nodes[sampler]).toMatchObject({ phase: 'failed', text: 'loading', memoryBytes: 4096 })
    expect(view).not.toHaveProperty('position')
  })

  test('counts the chunks of the last node in line that reports any', () => {
    expect(after(started, chunk(sampler, 0), chunk(sampler, 1)).finishedChunks).toBe(2)
    expect(after(started, chunk(sampler, 0), chunk(saver, 0), chunk(sampler, 1)).finishedChunks).toBe(1)
  })

  test('stays as small after ten thousand chunks as after twenty', () => {
    const view = after(started, ...Array.from({ length: 10_000 }, (_, index) => chunk(saver, index)))
    expect(view.nodes[saver]?.recent).toHaveLength(RECENT_CHUNKS)
    expect(view.finishedChunks).toBe(10_000)
  })

  test('keeps the latest insight of a node, and that through chunks that bring none', () => {
    const told = (index: number, insight: { slots: number }): StudioEventBody => ({
      type: 'chunk-finished',
      node: sampler,
      chunk: index,
      frames: 3,
      measurements: {},
      insight,
    })
    const view = after(started, told(0, { slots: 3 }), told(1, { slots: 6 }), chunk(sampler, 2))
    expect(view.nodes[sampler]?.insight).toEqual({ slots: 6 })
    expect(runView.parse(view)).toEqual(view)
  })

  test('takes an event in once, however often it comes', () => {
    const [first, second] = stamped([started, chunk(sampler, 0)])
    if (first === undefined || second === undefined) throw new Error('Two events were made.')
    const view = withEvent(withEvent(fresh, first), second)
    expect(withEvent(view, first)).toBe(view)
    expect(withEvent(view, second)).toBe(view)
  })

  test('keeps the latest change of a parameter, queued and then applied', () => {
    const change = { node: sampler, param: 'rate', chunk: 3 }
    const view = after(
      started,
      { type: 'param-queued', ...change, value: 1 },
      { type: 'param-applied', ...change, value: 1 },
      { type: 'param-queued', ...change, value: 2 },
    )
    expect(view.changes).toEqual([{ ...change, value: 2, phase: 'queued' }])
  })

  test('keeps the exchanges of a wire in their order, each as it stands last, and the latest ones only', () => {
    const wire = (index: number, at: number, conversion?: string): StudioEventBody => {
      const from = { node: nodeId.parse(`cache-${index}`), port: 'cache' }
      const exchange = { node: sampler, input: 'cache', from, chunk: at }
      return conversion === undefined
        ? { type: 'wire-queued', ...exchange, nodes: [] }
        : { type: 'wire-applied', ...exchange, conversion }
    }
    const told = (view: RunView) => view.exchanges.map(({ from, chunk: at, phase }) => [from.node, at, phase])
    const view = after(started, wire(1, 3), wire(1, 3, 'kept'), wire(2, 7), wire(3, 9))
    expect(told(view)).toEqual([
      ['cache-1', 3, 'applied'],
      ['cache-2', 7, 'queued'],
      ['cache-3', 9, 'queued'],
    ])
    // The third overtook the second, which never took effect.
    expect(told(after(started, wire(2, 7), wire(3, 9), wire(3, 9, 'kept')))).toEqual([['cache-3', 9, 'applied']])
    const many = Array.from({ length: 100 }, (_, index) => wire(index, index, 'kept'))
    const { exchanges } = after(started, ...many)
    expect(exchanges).toHaveLength(RECENT_EXCHANGES)
    expect(exchanges.at(-1)?.chunk).toBe(99)
  })

  test('forgets a change that waits of a node that comes in anew, with parameters of its own', () => {
    const cache = nodeId.parse('cache')
    const queued = (at: number): StudioEventBody => ({
      type: 'param-queued',
      node: cache,
      param: 'rate',
      value: at,
      chunk: at,
    })
    const from = { node: cache, port: 'cache' }
    const comes: StudioEventBody = {
      type: 'wire-queued',
      node: sampler,
      input: 'cache',
      from,
      chunk: 5,
      nodes: [cache],
    }
    expect(after(started, queued(5), comes).changes).toEqual([])
    expect(after(started, queued(6), comes).changes).toMatchObject([{ chunk: 6, phase: 'queued' }])
  })

  test('counts the chunks that a checkpoint holds, also where nobody was told of them', () => {
    const saved = after(started, chunk(saver, 0), { type: 'checkpoint-saved', chunk: 7 })
    expect(saved).toMatchObject({ checkpoint: 7, finishedChunks: 7 })
    expect(
      after(started, ...[0, 1, 2].map((at) => chunk(saver, at)), { type: 'checkpoint-saved', chunk: 2 }),
    ).toMatchObject({
      checkpoint: 2,
      finishedChunks: 3,
    })
  })

  test('names a file once while it grows and when it is finished', () => {
    const file = { type: 'file-saved' as const, node: saver, path: 'a.mp4' }
    expect(after(started, { ...file, finished: false }, { ...file, finished: true }).files).toEqual([
      { node: saver, name: 'a.mp4', finished: true },
    ])
  })

  test('begins anew with the checkpoint of a resumed run, without its old failure', () => {
    const view = after(
      started,
      chunk(saver, 0),
      { type: 'checkpoint-saved', chunk: 1 },
      { type: 'run-failed', code: 'process-ended', message: 'Killed.' },
      { type: 'run-queued', device: 'cpu', position: 0 },
      { type: 'run-starting' },
      { ...started, firstChunk: 1 },
    )
    expect(view).toMatchObject({ state: 'running', firstChunk: 1, finishedChunks: 1, checkpoint: 1 })
    expect(view).not.toHaveProperty('failure')
    expect(view).not.toHaveProperty('endedAt')
  })

  test('of a resumed run waits again for what was changed and exchanged behind its checkpoint', () => {
    const change = { node: sampler, param: 'rate', value: 1 }
    const from = { node: nodeId.parse('other'), port: 'cache' }
    const exchanged = { node: sampler, input: 'cache', from }
    const applied = (at: number): StudioEventBody[] => [
      { type: 'wire-queued', ...exchanged, chunk: at, nodes: [] },
      { type: 'wire-applied', ...exchanged, chunk: at, conversion: 'kept' },
    ]
    const resumed = [
      started,
      ...applied(30),
      { type: 'param-applied' as const, ...change, chunk: 52 },
      ...applied(52),
      { type: 'run-stopped' as const, how: 'now' as const, ms: 1 },
      { ...started, firstChunk: 40 },
    ]
    const view = after(...resumed)
    expect(view.changes).toEqual([{ ...change, chunk: 52, phase: 'queued' }])
    expect(view.exchanges).toEqual([
      { ...exchanged, chunk: 30, phase: 'applied', conversion: 'kept' },
      { ...exchanged, chunk: 52, phase: 'queued' },
    ])
    // What is exchanged anew before that takes its place.
    const anew = after(...resumed, { type: 'wire-queued', ...exchanged, chunk: 45, nodes: [] })
    expect(anew.exchanges.map(({ chunk: at, phase }) => [at, phase])).toEqual([
      [30, 'applied'],
      [45, 'queued'],
    ])
  })

  test('tells the speed of its last chunks', () => {
    // 12 frames every 100 ms
    expect(speedOf(after(started, chunk(saver, 0), chunk(saver, 1), chunk(saver, 2)))).toEqual({
      framesPerSecond: 120,
      timesRealTime: 7.5,
    })
    expect(speedOf(after(started, chunk(saver, 0)))).toBeUndefined()
  })

  test('is not told another speed by a computer that slept, or a clock that was set', () => {
    const chunks = Array.from({ length: 40 }, (_, at) => chunk(saver, at))
    for (const jump of [8 * 3_600_000, -3_600_000, -3000]) {
      const events = stamped([started, ...chunks]).map((event, index): StudioEvent => {
        return { ...event, at: 1e12 + 100 * index + (index > 20 ? jump : 0) }
      })
      expect(speedOf(events.reduce(withEvent, fresh))?.framesPerSecond).toBe(120)
    }
  })

  test('counts no pause as time that chunks took', () => {
    const at = (times: readonly number[], bodies: readonly StudioEventBody[]) =>
      stamped(bodies)
        .map((event, index): StudioEvent => ({ ...event, at: times[index] ?? 0 }))
        .reduce(withEvent, fresh)
    const bodies: StudioEventBody[] = [
      started,
      chunk(saver, 0),
      { type: 'run-paused' },
      // One that was under way when it was paused.
      chunk(saver, 1),
      { type: 'run-resumed' },
      chunk(saver, 2),
    ]
    expect(speedOf(at([0, 100, 150, 200, 60_000, 60_100], bodies))).toBeUndefined()
    const view = at([0, 100, 150, 200, 60_000, 60_100, 60_200], [...bodies, chunk(saver, 3)])
    expect(speedOf(view)?.framesPerSecond).toBe(120)
    expect(speedOf(after(...bodies, { ...started, firstChunk: 2 }, chunk(saver, 2), chunk(saver, 3)))).toBeDefined()
  })

  test('has no place in a queue any more that it was taken off', () => {
    const queued: StudioEventBody = { type: 'run-queued', device: 'cpu', position: 2 }
    expect(after(queued).position).toBe(2)
    expect(after(queued, { type: 'run-stopped', how: 'now', ms: 0 })).not.toHaveProperty('position')
  })
})
