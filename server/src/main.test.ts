import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { callRoute, type RunView } from '@frameloom/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { paintingDocument, temporaryFolder, until } from './testing/test-studio.js'

const dist = join(import.meta.dirname, '..', 'dist')

interface Started {
  readonly server: ChildProcess
  readonly base: string
  readonly dataDir: string
}

/** The program as people start it. */
async function started(args: readonly string[] = []): Promise<Started> {
  const dataDir = await temporaryFolder()
  const env = {
    ...process.env,
    FRAMELOOM_PACKS: join(dist, 'testing', 'test-pack.js'),
    FRAMELOOM_CHECKPOINT_EVERY: '1',
    FRAMELOOM_LOG: 'silent',
  }
  const server = spawn(process.execPath, [join(dist, 'main.js'), '--port', '0', '--data', dataDir, ...args], { env })
  onTestFinished(() => void server.kill('SIGKILL'))
  let printed = ''
  server.stdout.on('data', (text: Buffer) => (printed += text.toString()))
  const base = await until(() => /(http:\/\/\S+)\n/.exec(printed)?.[1])
  return { server, base, dataDir }
}

async function running({ base }: Started): Promise<RunView> {
  const { run } = await callRoute('startRun', { body: { document: paintingDocument() } }, { base })
  return until(async () => {
    const view = await callRoute('readRun', { params: { id: run } }, { base })
    return view.checkpoint === undefined ? undefined : view
  })
}

const exit = async (server: ChildProcess) =>
  new Promise<number | NodeJS.Signals | null>((resolve) =>
    server.once('exit', (code, signal) => resolve(code ?? signal)),
  )

const recordOf = async ({ dataDir }: Started, run: string): Promise<{ view: RunView }> =>
  JSON.parse(await readFile(join(dataDir, 'runs', run, 'run.json'), 'utf8'))

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends runs with a checkpoint and then the server, with status 0',
  async (signal) => {
    const studio = await started()
    const { run } = await running(studio)
    const ended = exit(studio.server)
    studio.server.kill(signal)
    expect(await ended).toBe(0)
    const { view } = await recordOf(studio, run)
    expect(view).toMatchObject({ state: 'stopped', checkpoint: view.finishedChunks })
  },
)

test('a second Ctrl+C ends it at once', async () => {
  const studio = await started()
  await running(studio)
  const ended = exit(studio.server)
  studio.server.kill('SIGINT')
  studio.server.kill('SIGINT')
  expect([0, 130, 'SIGINT']).toContain(await ended)
})

test('a run whose server is killed ends by itself after its chunk, with a checkpoint', async () => {
  const studio = await started()
  const { run, finishedChunks } = await running(studio)
  const ended = exit(studio.server)
  studio.server.kill('SIGKILL')
  await ended
  const path = join(studio.dataDir, 'runs', run, 'checkpoint.safetensors')
  // The last checkpoint is written when the run has stopped; its file then stays as it is.
  const chunkNow = async () => Number(/"chunk\\*":\s*(\d+)/.exec((await readFile(path)).toString('latin1'))?.[1])
  const settled = await until(async () => {
    const before = await chunkNow()
    await new Promise((resolve) => setTimeout(resolve, 300))
    return (await chunkNow()) === before ? before : undefined
  })
  expect(settled).toBeGreaterThanOrEqual(finishedChunks)
})

test('settings that cannot be used are all named, and nothing is started', async () => {
  const server = spawn(process.execPath, [join(dist, 'main.js'), '--host', '0.0.0.0', '--port', 'many'])
  let said = ''
  server.stderr.on('data', (text: Buffer) => (said += text.toString()))
  expect(await exit(server)).toBe(1)
  for (const part of ['FRAMELOOM_PORT', 'FRAMELOOM_TOKEN', 'FRAMELOOM_ALLOWED_HOSTS']) expect(said).toContain(part)
})

test('a port that is taken is refused in one sentence that says what to do', async () => {
  const { base, dataDir } = await started()
  const { port } = new URL(base)
  const second = spawn(process.execPath, [join(dist, 'main.js'), '--port', port, '--data', dataDir])
  let said = ''
  second.stderr.on('data', (text: Buffer) => (said += text.toString()))
  expect(await exit(second)).toBe(1)
  expect(said).toContain(`Port ${port} of 127.0.0.1 is taken`)
  expect(said).toContain('npm start -- --port 0')
})
