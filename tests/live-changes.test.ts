import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, type Run, startRun } from '@frameloom/engine'
import { checkDocument, createCatalog, type Exchange, nodeId, type RunEvent, withHorizon } from '@frameloom/graph'
import { pack as memory } from '@frameloom/nodes-memory'
import { pack as model } from '@frameloom/nodes-model'
import { pack as output } from '@frameloom/nodes-output'
import { pack as sampling } from '@frameloom/nodes-sampling'
import { findFfmpeg, readCapsule } from '@frameloom/video'
import { expect, test } from 'vitest'
import { smallModel } from './cli/small-model.js'

type SmallModel = Awaited<ReturnType<typeof smallModel>>

const catalog = createCatalog([model, memory, sampling, output])

const wire = (from: [string, string], to: [string, string]) => ({
  from: { node: nodeId.parse(from[0]), port: from[1] },
  to: { node: nodeId.parse(to[0]), port: to[1] },
})

/** Drags a sliding window in where MemRoPE was. */
const window: Exchange = {
  nodes: [{ id: nodeId.parse('window'), type: 'memory/sliding-window-cache', version: 1 }],
  wires: [wire(['loader', 'model'], ['window', 'model']), wire(['window', 'cache'], ['sampler', 'cache'])],
}

/** Changes the run while it waits, so that the run does not end before. */
function atOnce(run: Run, change: () => ReturnType<Run['exchange']>): void {
  run.pause()
  void change().then(() => run.resume())
}

interface Playing {
  readonly document: unknown
  readonly restored?: Checkpoint
  /** Called when the sampler has finished a chunk. */
  readonly onChunk?: (chunk: number, run: Run) => void
}

async function play({ path, out }: SmallModel, { document, restored, onChunk }: Playing) {
  const checked = checkDocument(document, catalog)
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join('\n'))
  const events: RunEvent[] = []
  await mkdir(out, { recursive: true })
  const run = startRun({
    graph: checked.graph,
    services: { device: 'cpu', outDir: out, fileName: 'small', modelDirs: [join(path, 'models')] },
    ...(restored && { restored }),
    onEvent(event) {
      events.push(event)
      if (event.type === 'chunk-finished' && event.node === 'sampler') onChunk?.(event.chunk, run)
    },
  })
  return { run, events, outcome: await run.finished }
}

/** The document of the small model, as long and with an encoder as asked for. */
async function documentOf(small: SmallModel, chunks: number, encoder = 'webp') {
  const document: { nodes: { id: string }[] } = JSON.parse(await readFile(small.document, 'utf8'))
  const nodes = document.nodes.map((node) => (node.id === 'video' ? { ...node, params: { encoder } } : node))
  return longer({ ...document, nodes }, chunks)
}

function longer(document: unknown, chunks: number): unknown {
  const checked = checkDocument(document, catalog)
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join('\n'))
  const made = withHorizon(checked.graph.document, catalog, chunks)
  if (!made.ok) throw new Error('The document has a horizon.')
  return made.document
}

const digests = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'chunk-finished' && event.node === 'sampler' ? [event.digest] : []))

const applied = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'wire-applied' ? [event] : []))

test.for(['ffmpeg', 'webp'])(
  'a video by %s repeats what was changed and exchanged while it was made',
  async (encoder, context) => {
    if (encoder === 'ffmpeg' && (await findFfmpeg()).status === 'missing') context.skip('ffmpeg is not installed')
    await using small = await smallModel()
    const first = await play(small, {
      document: await documentOf(small, 12, encoder),
      onChunk(chunk, run) {
        if (chunk === 2) atOnce(run, async () => run.setParam(nodeId.parse('prompt'), 'text', 'blue'))
        if (chunk === 6) atOnce(run, async () => run.exchange(window))
      },
    })
    expect(first.outcome).toEqual({ state: 'finished' })
    expect(applied(first.events)).toHaveLength(1)
    const { path } = first.events.find((event) => event.type === 'file-saved') ?? { path: '' }
    const { document } = await readCapsule(path)
    expect(document).toEqual(first.run.document())
    expect(await readCapsule(`${path}.capsule.json`)).toMatchObject({ document: { exchanges: [{}], timeline: [{}] } })

    const again = await play(small, { document })
    expect(digests(again.events)).toEqual(digests(first.events))
    const plain = await play(small, { document: await documentOf(small, 12, encoder) })
    const firstDifference = digests(plain.events).findIndex((digest, chunk) => digest !== digests(first.events)[chunk])
    expect(firstDifference).toBeGreaterThan(2)
  },
)

test('a swap that waits at a checkpoint says what it costs in the run that goes on, in the same words', async () => {
  await using small = await smallModel()
  const saved: { checkpoint?: Checkpoint } = {}
  const first = await play(small, {
    document: await documentOf(small, 12),
    onChunk(chunk, run) {
      if (chunk !== 6) return
      atOnce(run, async () => {
        const changed = await run.exchange(window)
        saved.checkpoint = await run.checkpoint()
        return changed
      })
    },
  })
  const [swapped] = applied(first.events)
  if (saved.checkpoint === undefined || swapped === undefined) throw new Error('Nothing was saved or swapped.')
  expect(swapped).toMatchObject({
    chunk: saved.checkpoint.chunk,
    conversion: expect.stringMatching(/^MemRoPE to Sliding Window: kept recent frames .* lost sinks .* memory slots/),
  })
  const goneOn = await play(small, { document: saved.checkpoint.document, restored: structuredClone(saved.checkpoint) })
  expect(goneOn.outcome).toEqual({ state: 'finished' })
  expect(applied(goneOn.events)).toMatchObject([{ chunk: saved.checkpoint.chunk, conversion: swapped.conversion }])
  expect(digests(goneOn.events)).toEqual(digests(first.events).slice(saved.checkpoint.chunk))
})

test('a run that goes on from a checkpoint repeats what was changed and swapped after it, bit by bit', async () => {
  await using small = await smallModel()
  const saved: { checkpoint?: Checkpoint } = {}
  const first = await play(small, {
    document: await documentOf(small, 12),
    onChunk(chunk, run) {
      if (chunk === 2) void run.checkpoint().then((checkpoint) => (saved.checkpoint = checkpoint))
      if (chunk === 6) atOnce(run, async () => run.setParam(nodeId.parse('prompt'), 'text', 'blue'))
      if (chunk === 8) atOnce(run, async () => run.exchange(window))
    },
  })
  const { checkpoint } = saved
  if (checkpoint === undefined) throw new Error('Nothing was saved.')
  expect(applied(first.events)[0]?.chunk).toBeGreaterThan(checkpoint.chunk)
  const goneOn = await play(small, { document: first.run.document(), restored: structuredClone(checkpoint) })
  expect(applied(goneOn.events)).toMatchObject(
    applied(first.events).map(({ chunk, conversion }) => ({ chunk, conversion })),
  )
  expect(digests(goneOn.events)).toEqual(digests(first.events).slice(checkpoint.chunk))
  const plain = await play(small, { document: checkpoint.document, restored: structuredClone(checkpoint) })
  expect(digests(plain.events)).not.toEqual(digests(goneOn.events))
})
