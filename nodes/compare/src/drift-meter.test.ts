import { type Checkpoint, type RunOutcome, startRun } from '@frameloom/engine'
import {
  checkDocument,
  createCatalog,
  defineNode,
  definePack,
  type Graph,
  type RunEvent,
  stream,
  withHorizon,
} from '@frameloom/graph'
import { type FrameBatch, pixelFrames } from '@frameloom/sockets'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { driftMeter } from './drift-meter.js'

const WIDTH = 30
const HEIGHT = 17

/** Four frames of a picture that moves to the right by a pixel a frame and grows darker by a code value a chunk. */
function batchOf(chunk: number): FrameBatch {
  const frames = [0, 1, 2, 3].map((index) => ({
    width: WIDTH,
    height: HEIGHT,
    data: Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, at) => {
      const x = (Math.floor(at / 3) % WIDTH) - (4 * chunk + index)
      return Math.round(150 + 40 * Math.sin(x / 2.9) + 20 * Math.sin(x / 7.3)) - chunk
    }),
  }))
  return { chunk, frames, fps: 16, origin: { seed: 7, models: [] } }
}

const source = defineNode({
  type: 'test/source',
  version: 1,
  title: 'Source',
  category: 'Test',
  help: 'Pictures that are known.',
  inputs: {},
  outputs: { frames: stream(pixelFrames, 'The pictures.') },
  params: z.strictObject({ chunks: z.int().min(0).meta({ title: 'Chunks', description: 'How many.' }) }),
  horizon: 'chunks',
  execute({ firstChunk, params, boundary }) {
    async function* frames(): AsyncGenerator<FrameBatch> {
      for (let chunk = firstChunk; chunk < params.chunks; chunk++) {
        await boundary(chunk)
        yield batchOf(chunk)
      }
    }
    return { frames: frames() }
  },
})

/** Puts what arrives into `into`. */
const sink = (into: FrameBatch[]) =>
  defineNode({
    type: 'test/sink',
    version: 1,
    title: 'Sink',
    category: 'Test',
    help: 'Takes pictures.',
    inputs: { frames: stream(pixelFrames, 'The pictures.') },
    outputs: {},
    params: z.strictObject({}),
    async execute({ inputs: { frames }, boundary }) {
      for await (const batch of frames) {
        await boundary(batch.chunk)
        into.push(batch)
      }
    },
  })

const document = (chunks: number, saved = true) => ({
  format: 'frameloom-graph',
  formatVersion: 1,
  nodes: [
    { id: 'source', type: 'test/source', version: 1, params: { chunks } },
    { id: 'meter', type: 'compare/drift-meter', version: 1, params: { repeatGapChunks: 2 } },
    ...(saved ? [{ id: 'sink', type: 'test/sink', version: 1, params: {} }] : []),
  ],
  wires: [
    { from: { node: 'source', port: 'frames' }, to: { node: 'meter', port: 'frames' } },
    ...(saved ? [{ from: { node: 'meter', port: 'frames' }, to: { node: 'sink', port: 'frames' } }] : []),
  ],
})

type Report = Readonly<Record<string, number>>

interface Played {
  readonly outcome: RunOutcome
  readonly arrived: readonly FrameBatch[]
  readonly reports: readonly Report[]
  readonly checkpoint: Checkpoint
}

/** Runs a document to its end, or a checkpoint up to `chunks`. */
async function play(asked: { readonly document: unknown } | { readonly from: Checkpoint; readonly chunks: number }) {
  const arrived: FrameBatch[] = []
  const catalog = createCatalog([definePack({ name: 'test', nodes: [driftMeter, source, sink(arrived)] })])
  const longer = 'from' in asked ? withHorizon(asked.from.document, catalog, asked.chunks) : undefined
  const checked = checkDocument(
    longer?.ok ? longer.document : 'document' in asked ? asked.document : undefined,
    catalog,
  )
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join('\n'))
  return followed(checked.graph, arrived, 'from' in asked ? asked.from : undefined)
}

async function followed(graph: Graph, arrived: FrameBatch[], restored: Checkpoint | undefined): Promise<Played> {
  const reports: Report[] = []
  const onEvent = (event: RunEvent): void => {
    if (event.type !== 'chunk-finished' || event.node !== 'meter') return
    // How long it took is all that two runs may differ in.
    const { measureMs, ...figures } = event.measurements
    expect(measureMs).toBeGreaterThan(0)
    reports.push(figures)
  }
  const services = { device: 'cpu', outDir: '/', fileName: 'test', modelDirs: [] }
  const run = startRun({ graph, services, onEvent, ...(restored && { restored: structuredClone(restored) }) })
  const checkpoint = await run.checkpoint('end')
  return { outcome: await run.finished, arrived, reports, checkpoint }
}

test('passes the pictures on as they came and reports every chunk', async () => {
  const { outcome, arrived, reports } = await play({ document: document(6) })
  expect(outcome).toEqual({ state: 'finished' })
  expect(arrived).toEqual([0, 1, 2, 3, 4, 5].map(batchOf))
  expect(reports).toHaveLength(6)
})

test('reports the known pan and the known fade', async () => {
  const last = (await play({ document: document(6) })).reports.at(-1)
  // Levels are rounded, and what comes into view is not what leaves it: a tenth of a pixel, a few code values.
  expect(Math.abs((last?.['shiftRightPxPerFrame'] ?? NaN) - 1)).toBeLessThan(0.1)
  expect(last?.['nearRepeatAgeChunks']).toBeGreaterThanOrEqual(2)
  expect(last?.['clippedShare']).toBe(0)
  expect(last?.['shiftDownPxPerFrame']).toBe(0)
})

test('measures where nobody reads the pictures on', async () => {
  const { outcome, reports } = await play({ document: document(3, false) })
  expect(outcome).toEqual({ state: 'finished' })
  expect(reports).toHaveLength(3)
})

test('12 chunks are 5, a checkpoint, and 7 more: drift is still against the first chunks of all', async () => {
  const whole = await play({ document: document(12) })
  const begun = await play({ document: document(5) })
  const rest = await play({ from: begun.checkpoint, chunks: 12 })
  expect(rest.arrived[0]?.chunk).toBe(5)
  expect([...begun.reports, ...rest.reports]).toEqual(whole.reports)
})

test('refuses a checkpoint whose part of it is damaged, and says whose', async () => {
  const { checkpoint } = await play({ document: document(5) })
  const meter = { json: { chunks: 'five' }, tensors: {} }
  const damaged = { ...checkpoint, nodes: { ...checkpoint.nodes, meter } }
  await expect(play({ from: damaged, chunks: 6 })).rejects.toThrow(/drift meter's part of the checkpoint/)
})
