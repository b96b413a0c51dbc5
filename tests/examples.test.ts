import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OutputStore, startRun } from '@frameloom/engine'
import { checkDocument, createCatalog, loadDocument, type RunEvent, saveDocument, withHorizon } from '@frameloom/graph'
import { pack as memory } from '@frameloom/nodes-memory'
import { pack as model } from '@frameloom/nodes-model'
import { pack as output } from '@frameloom/nodes-output'
import { pack as sampling } from '@frameloom/nodes-sampling'
import { readCapsule } from '@frameloom/video'
import { afterAll, describe, expect, test } from 'vitest'

const examples = join(import.meta.dirname, '..', 'examples')
const catalog = createCatalog([model, memory, sampling, output])
/** The model is loaded once for all runs. */
const outputs = new OutputStore({ capacity: 16 })
const scratch = await mkdtemp(join(tmpdir(), 'frameloom-examples-'))
afterAll(async () => {
  await outputs[Symbol.asyncDispose]()
  await rm(scratch, { recursive: true, force: true })
})

const documents = readdirSync(examples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join(examples, name)).map((file) => ({ name, path: join(examples, name, file) })))
  .filter(({ path }) => path.endsWith('.frameloom.json'))

/** Long enough for the cache to overflow twice and for the first two prompts of `prompt-switch`. */
const CHUNKS = 7

const made = new Map<string, Promise<readonly RunEvent[]>>()

/** What an example's run told; each is run once. */
async function run(path: string): Promise<readonly RunEvent[]> {
  const known = made.get(path) ?? runNow(path)
  made.set(path, known)
  return known
}

async function runNow(path: string): Promise<readonly RunEvent[]> {
  const loaded = loadDocument(readFileSync(path, 'utf8'))
  if (!loaded.ok) throw new Error(loaded.issues.map(({ message }) => message).join('\n'))
  const shortened = withHorizon(loaded.document, catalog, CHUNKS)
  const checked = checkDocument(shortened.ok ? shortened.document : undefined, catalog)
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join('\n'))
  const events: RunEvent[] = []
  const outDir = await mkdtemp(join(scratch, 'run-'))
  const services = { device: 'cpu', outDir, fileName: 'video', modelDirs: [] }
  const started = startRun({ graph: checked.graph, services, outputs, onEvent: (event) => events.push(event) })
  expect(await started.finished).toEqual({ state: 'finished' })
  return events
}

const of = <T extends RunEvent['type']>(events: readonly RunEvent[], type: T) =>
  events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type)

const digests = (events: readonly RunEvent[]) =>
  of(events, 'chunk-finished').flatMap(({ digest }) => (digest === undefined ? [] : [digest]))

describe.each(documents)('example $name', ({ name, path }) => {
  test('is a document without issues, in canonical form', () => {
    const text = readFileSync(path, 'utf8')
    const loaded = loadDocument(text)
    expect(loaded.ok && checkDocument(loaded.document, catalog).ok).toBe(true)
    expect(loaded.ok && saveDocument(loaded.document)).toBe(text)
  })

  test('says what it is for and how to run it', () => {
    expect(readFileSync(join(examples, name, 'README.md'), 'utf8')).toContain(`examples/${name}/`)
  })

  test('makes a finished video that carries its document and its models', async () => {
    const events = await run(path)
    const [begun, finished] = of(events, 'file-saved')
    expect([begun?.finished, finished?.finished]).toEqual([false, true])
    const capsule = await readCapsule(finished?.path ?? '')
    expect(checkDocument(capsule.document, catalog).ok).toBe(true)
    expect(capsule.models.map((model) => model.name)).toEqual(['tiny-world', 'tiny-world decoder'])
    for (const { sha256 } of capsule.models) expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(digests(events)).size).toBe(CHUNKS)
  })
})

test('MemRoPE and the sliding window agree until the window first overflows, and differ from then on', async () => {
  const [ours, theirs] = [
    digests(await run(join(examples, 'endless-memrope', 'endless-memrope.frameloom.json'))),
    digests(await run(join(examples, 'sliding-window', 'sliding-window.frameloom.json'))),
  ]
  const agree = ours.map((digest, chunk) => digest === theirs[chunk])
  expect(agree).toEqual([true, true, true, true, false, false, false])
})

test('a prompt on the timeline is applied at its chunk', async () => {
  const events = await run(join(examples, 'prompt-switch', 'prompt-switch.frameloom.json'))
  expect(of(events, 'param-applied').map(({ node, param, chunk }) => [node, param, chunk])).toEqual([
    ['prompt', 'text', 5],
  ])
})
