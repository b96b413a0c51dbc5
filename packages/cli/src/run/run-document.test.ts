import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { readCheckpoint } from '@frameloom/host'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { failureOf } from '../failure.js'
import { countingCatalog as catalog, countingDocument } from '../test-support/counting-pack.js'
import { type RecordingTerminal, recordingTerminal } from '../test-support/recording-terminal.js'
import { NumberedFile } from './numbered-file.js'
import { type RunRequest, runDocument } from './run-document.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frameloom-run-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

interface Changes extends Partial<RunRequest> {
  readonly document?: object
  readonly terminal?: RecordingTerminal
}

async function run(changes: Changes = {}) {
  const { document = countingDocument(), terminal = recordingTerminal(), ...options } = changes
  const path = join(folder, 'count.frameloom.json')
  await writeFile(path, JSON.stringify(document))
  const request: RunRequest = {
    path,
    chunks: undefined,
    seed: undefined,
    set: [],
    device: 'cpu',
    outDir: join(folder, 'out'),
    modelDirs: [],
    resume: undefined,
    checkpointEvery: undefined,
    json: true,
    ...options,
  }
  const status = await runDocument(request, { terminal, catalog })
  const { out, err } = terminal.printed()
  const lines = out.map((line): Record<string, unknown> => (request.json ? JSON.parse(line) : { line }))
  return { status, lines, outcome: lines.at(-1) ?? {}, err }
}

/** Called as the first file that a run has written. */
const checkpoint = () => join(folder, 'out', 'count-0.checkpoint.safetensors')
const numbered = (number: number) => join(folder, 'out', `count-0-${number}.checkpoint.safetensors`)
const checkpoints = async () =>
  (await readdir(join(folder, 'out'))).filter((name) => name.endsWith('.checkpoint.safetensors'))
const written = (from: number) => readFile(join(folder, 'out', `count-${from}.txt`), 'utf8')

test('makes the whole video and ends with its outcome', async () => {
  const { status, lines, outcome } = await run({ chunks: 5, seed: 2 })
  expect(status).toBe(0)
  expect(await written(0)).toBe('2 3 4 5 6')
  expect(lines[0]).toMatchObject({ type: 'run-started', seq: 0 })
  expect(outcome).toMatchObject({
    type: 'outcome',
    status: 'finished',
    chunks: 5,
    frames: 15,
    video: join(folder, 'out', 'count-0.txt'),
    checkpoint: checkpoint(),
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
})

test('a resumed video goes on where the first part ended, and has the fingerprint of an uninterrupted one', async () => {
  await run({ chunks: 3 })
  const rest = await run({ chunks: 6, resume: checkpoint() })
  const whole = await run({ chunks: 6 })
  expect(await written(3)).toBe('3 4 5')
  expect(rest.outcome).toMatchObject({ chunks: 6, firstChunk: 3, frames: 9, digest: whole.outcome['digest'] })
  expect((await run({ chunks: 6, seed: 1 })).outcome['digest']).not.toBe(whole.outcome['digest'])
})

test('keeps every checkpoint but the one that it goes on from', async () => {
  await run({ chunks: 3 })
  const first = await readFile(checkpoint())
  const [second, third] = [await run({ chunks: 4 }), await run({ chunks: 5, checkpointEvery: 1 })]
  expect(second.outcome).toMatchObject({ checkpoint: numbered(2) })
  expect(third.outcome).toMatchObject({ checkpoint: numbered(3) })
  expect((await readFile(checkpoint())).equals(first)).toBe(true)

  const rest = await run({ chunks: 6, resume: numbered(2) })
  expect(rest.outcome).toMatchObject({ chunks: 6, checkpoint: numbered(2) })
  expect((await readCheckpoint(numbered(2))).checkpoint.chunk).toBe(6)
  expect(await checkpoints()).toHaveLength(3)

  const elsewhere = await run({ chunks: 8, resume: numbered(2), outDir: join(folder, 'elsewhere') })
  expect(elsewhere.outcome).toMatchObject({ checkpoint: join(folder, 'elsewhere', 'count-6.checkpoint.safetensors') })
  expect((await readCheckpoint(numbered(2))).checkpoint.chunk).toBe(6)
})

test('leaves no checkpoint where it is stopped before the first chunk, and keeps the one it was to go on from', async () => {
  const pressed = (name: string | symbol) => {
    if (name === 'SIGINT') queueMicrotask(() => process.emit('SIGINT'))
  }
  const stopped = async (options: Partial<RunRequest>) => {
    process.on('newListener', pressed)
    try {
      return await run(options)
    } finally {
      process.off('newListener', pressed)
    }
  }
  const { outcome } = await stopped({ chunks: 0 })
  expect(outcome).toMatchObject({ status: 'stopped', chunks: 0 })
  expect(outcome).not.toHaveProperty('checkpoint')
  expect(await checkpoints()).toEqual([])

  await run({ chunks: 3 })
  const before = await readFile(checkpoint())
  expect((await stopped({ chunks: 6, resume: checkpoint() })).outcome).not.toHaveProperty('checkpoint')
  expect((await readFile(checkpoint())).equals(before)).toBe(true)
})

test('a checkpoint that cannot be written leaves no empty file under its name', async () => {
  await using place = new NumberedFile(() => join(folder, 'count'), '.checkpoint.safetensors')
  expect(await place.claimed()).toBe(join(folder, 'count.checkpoint.safetensors'))
  await using other = new NumberedFile(() => join(folder, 'count'), '.checkpoint.safetensors')
  expect(await other.claimed()).toBe(join(folder, 'count-2.checkpoint.safetensors'))
  await place[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
  expect(await readdir(folder)).toEqual([])
})

test('a checkpoint taken on the way is as good as one at the end', async () => {
  // Chunk 13 fails, so the checkpoint left is the one asked for when chunk 8 had come out.
  const failed = await run({ chunks: 20, checkpointEvery: 8 })
  expect(failed.status).toBe(1)
  expect(failed.outcome).toMatchObject({ status: 'failed', error: { code: 'unlucky' }, checkpoint: checkpoint() })
  expect(failed.err).toEqual([expect.stringContaining(`Node 'write' (Ledger): The number is 13: start elsewhere.`)])
  const rest = await run({ chunks: 13, resume: checkpoint() })
  expect(rest.outcome).toMatchObject({ status: 'finished', chunks: 13 })
})

test('refuses a checkpoint of another document, naming what differs, and one with nothing left to do', async () => {
  await run({ chunks: 3, seed: 1 })
  const resume = checkpoint()
  await expect(run({ chunks: 6, seed: 2, resume })).rejects.toThrow('count.start was 1, now it is 2')
  await expect(run({ chunks: 3, seed: 1, resume })).rejects.toMatchObject({ code: 'nothing-left' })
  await expect(run({ chunks: 6, resume: join(folder, 'count.frameloom.json') })).rejects.toMatchObject({
    name: 'WeightsError',
  })
})

test('sets parameters as JSON where that fits, otherwise as text, and refuses what does not fit', async () => {
  const set = [
    { node: 'count', param: 'label', text: '7' },
    { node: 'count', param: 'start', text: '7' },
  ]
  expect((await run({ chunks: 1, set })).status).toBe(0)
  expect(await written(0)).toBe('7')
  const wrong = [
    { node: 'count', param: 'start', text: 'seven' },
    { node: 'cuont', param: 'start', text: '7' },
  ]
  await expect(run({ set: wrong.slice(0, 1) })).rejects.toThrow('/nodes/0/params/start')
  await expect(run({ set: wrong })).rejects.toThrow(`Did you mean 'count'?`)
  const noId = [{ node: 'x'.repeat(300), param: 'start', text: '7' }]
  const unknown = { name: 'DocumentRefused', issues: [{ code: 'unknown-node' }] }
  await expect(run({ set: noId })).rejects.toMatchObject(unknown)
  await expect(run({ bypass: [''] })).rejects.toMatchObject(unknown)
})

test('refuses a document with every issue, before anything is written', async () => {
  const document = countingDocument({ chunks: -1, speed: 2 })
  await expect(run({ document })).rejects.toMatchObject({
    name: 'DocumentRefused',
    issues: [{ path: '/nodes/0/params/speed' }, { path: '/nodes/0/params/chunks' }],
  })
  expect(await readdir(folder)).toEqual(['count.frameloom.json'])
})

test('refuses an out folder that cannot be made in one sentence, and leaves the document whole', async () => {
  const path = join(folder, 'count.frameloom.json')
  const refused = await run({ outDir: join(path, 'out') }).then(() => undefined, failureOf)
  expect(refused).toMatchObject({ exitCode: 1, message: expect.stringMatching(/^[^\n]+$/) })
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(countingDocument())
})

test('tells people a line per chunk where the line cannot be rewritten', async () => {
  const { lines } = await run({ chunks: 3, json: false })
  expect(lines.map(({ line }) => String(line)).filter((line) => line.startsWith('chunk'))).toEqual([
    expect.stringMatching(/^chunk 1\/3 {2}3 frames/),
    expect.stringMatching(/^chunk 2\/3 {2}6 frames/),
    expect.stringMatching(/^chunk 3\/3 {2}9 frames/),
  ])
})

test('tells people what of a resumed video is in the new file', async () => {
  await run({ chunks: 2 })
  const { lines } = await run({ chunks: 5, resume: checkpoint(), json: false })
  expect(lines.slice(-3).map(({ line }) => line)).toEqual([
    expect.stringMatching(/^Finished after 5 chunks, 3 of them in this run: 9 frames in /),
    expect.stringMatching(/^Video: .*count-2\.txt \(from chunk 3 on; those before are in the files of earlier runs\)$/),
    expect.stringMatching(/^Checkpoint: .*count-0\.checkpoint\.safetensors \(continue with --resume\)$/),
  ])
})

test('waits for a reader that is slow, and then tells it everything in order', async () => {
  const chunks = 500
  let begin = () => {}
  const read = new Promise<void>((resolve) => {
    begin = resolve
  })
  const ended = run({
    document: countingDocument({ start: 100, chunks }),
    terminal: recordingTerminal(undefined, read),
  })
  const made = async () => (await written(0).catch(() => '')).split(' ').length
  for (let before = 0, now = -1; now !== before || now < 50; [before, now] = [now, await made()]) await setTimeout(50)
  expect(await made()).toBeLessThan(400)

  begin()
  const { lines, outcome } = await ended
  expect(outcome).toMatchObject({ status: 'finished', chunks })
  expect(lines.slice(0, -1).map(({ seq }) => seq)).toEqual(Array.from({ length: lines.length - 1 }, (_, i) => i))
  expect(lines.filter(({ type }) => type === 'run-paused').length).toBeGreaterThan(0)
})
