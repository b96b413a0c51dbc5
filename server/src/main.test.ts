import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JsonObject } from '@frameloom/graph'
import { callRoute, type RunView } from '@frameloom/protocol'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Setting } from './config.js'
import { paintingDocument, temporaryFolder, until } from './testing/test-studio.js'

const dist = join(import.meta.dirname, '..', 'dist')

interface Started {
  readonly server: ChildProcess
  readonly base: string
  readonly dataDir: string
}

/** The program as people start it. */
async function started(settings: Partial<Record<Setting, string>> = {}): Promise<Started> {
  const dataDir = settings.FRAMELOOM_DATA ?? (await temporaryFolder())
  const env = {
    ...process.env,
    FRAMELOOM_DATA: dataDir,
    FRAMELOOM_PORT: '0',
    FRAMELOOM_PACKS: join(dist, 'testing', 'test-pack.js'),
    FRAMELOOM_CHECKPOINT_EVERY: '1',
    FRAMELOOM_LOG: 'silent',
    ...settings,
  }
  const server = spawn(process.execPath, [join(dist, 'main.js')], { env })
  onTestFinished(() => void server.kill('SIGKILL'))
  let printed = ''
  server.stdout.on('data', (text: Buffer) => (printed += text.toString()))
  const base = await until(() => /(http:\/\/\S+)\n/.exec(printed)?.[1])
  return { server, base, dataDir }
}

/** A run with some chunks, and a checkpoint where they are often. */
async function running({ base }: Started, painter: JsonObject = {}): Promise<RunView> {
  const { run } = await callRoute('startRun', { body: { document: paintingDocument(painter) } }, { base })
  return viewOf({ base }, run, ({ finishedChunks }) => finishedChunks > 1)
}

const viewOf = async ({ base }: Pick<Started, 'base'>, id: string, wanted: (view: RunView) => boolean) =>
  until(async () => {
    const view = await callRoute('readRun', { params: { id } }, { base })
    return wanted(view) ? view : undefined
  })

/** Ended without any chance to say or write something. */
async function killed({ server }: Started): Promise<void> {
  const ended = exit(server)
  server.kill('SIGKILL')
  await ended
}

const exit = async (server: ChildProcess) =>
  new Promise<number | NodeJS.Signals | null>((resolve) =>
    server.once('exit', (code, signal) => resolve(code ?? signal)),
  )

const recordOf = async ({ dataDir }: Started, run: string): Promise<{ view: RunView }> =>
  JSON.parse(await readFile(join(dataDir, 'runs', run, 'run.json'), 'utf8'))

/** The process that computes a run. */
async function runnerOf({ dataDir }: Started, run: string): Promise<number> {
  const { pid } = JSON.parse(await readFile(join(dataDir, 'runs', run, 'lock.json'), 'utf8')) as { pid: number }
  return pid
}

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

test('a terminal that is closed ends runs with a checkpoint and then the server, though nobody reads its log any more', async () => {
  const studio = await started({ FRAMELOOM_LOG: 'info' })
  const { run } = await running(studio)
  const ended = exit(studio.server)
  studio.server.stdout?.destroy()
  studio.server.stderr?.destroy()
  // The system tells the group of the terminal, and the shell tells its children once more.
  studio.server.kill('SIGHUP')
  studio.server.kill('SIGHUP')
  expect(await ended).toBe(0)
  const { view } = await recordOf(studio, run)
  expect(view).toMatchObject({ state: 'stopped', checkpoint: view.finishedChunks })
})

test('a second Ctrl+C ends it at once', async () => {
  const studio = await started({ FRAMELOOM_GRACE_SECONDS: '3600', FRAMELOOM_LOG: 'info' })
  // The first waits for a chunk that never ends.
  const { run } = await running(studio, { hangAt: 2 })
  const pid = await runnerOf(studio, run)
  onTestFinished(() => void process.kill(pid, 'SIGKILL'))
  let logged = ''
  studio.server.stderr?.on('data', (text: Buffer) => (logged += text.toString()))
  const ended = exit(studio.server)
  studio.server.kill('SIGINT')
  // Signals that come at once are one.
  await until(() => logged.includes('Press Ctrl+C again') || undefined)
  studio.server.kill('SIGINT')
  expect(await ended).toBe(130)
})

describe('a run whose server is killed', () => {
  test('ends by itself after its chunk, and the next server goes on from the checkpoint that it has written then', async () => {
    const first = await started({ FRAMELOOM_CHECKPOINT_EVERY: '1000' })
    const { run, finishedChunks, checkpoint } = await running(first)
    expect(checkpoint).toBeUndefined()
    await killed(first)

    const next = await started({ FRAMELOOM_DATA: first.dataDir })
    const left = await viewOf(next, run, ({ failure }) => failure?.code === 'server-ended')
    expect(left.checkpoint).toBeGreaterThanOrEqual(finishedChunks)
    expect(left).toMatchObject({ state: 'failed', finishedChunks: left.checkpoint })
    expect(left.failure?.message).toContain(`Resume it: it continues with chunk ${left.checkpoint}.`)
    const at = { base: next.base }
    await callRoute('resumeRun', { params: { id: run } }, at)
    expect(await viewOf(next, run, ({ state }) => state === 'running')).toMatchObject({ firstChunk: left.checkpoint })
    const ended = exit(next.server)
    next.server.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  test('has its device until its process has ended, and is neither resumed nor deleted before', async () => {
    const first = await started()
    const { run } = await running(first)
    // Told, so that the next server knows from where the run goes on.
    await viewOf(first, run, ({ checkpoint }) => checkpoint !== undefined)
    // A chunk that takes as long as the test needs.
    const pid = await runnerOf(first, run)
    process.kill(pid, 'SIGSTOP')
    let stopped = true
    onTestFinished(() => void (stopped && process.kill(pid, 'SIGKILL')))
    await killed(first)

    const next = await started({ FRAMELOOM_DATA: first.dataDir })
    const at = { base: next.base }
    const params = { id: run }
    const before = await callRoute('readRun', { params }, at)
    expect(before).toMatchObject({ state: 'failed', failure: { code: 'still-ending' } })
    expect(before.failure?.message).toContain('is still working on its last chunk: wait until it has ended')
    for (const route of ['resumeRun', 'deleteRun'] as const) {
      await expect(callRoute(route, { params }, at)).rejects.toMatchObject({
        status: 409,
        message: expect.stringContaining('is still working on its last chunk'),
      })
    }
    const body = { document: paintingDocument({ chunks: 1 }) }
    const second = await callRoute('startRun', { body }, at)
    expect(second).toMatchObject({ state: 'queued', position: 1 })

    process.kill(pid, 'SIGCONT')
    stopped = false
    const after = await viewOf(next, second.run, ({ state }) => state === 'finished')
    const left = await callRoute('readRun', { params }, at)
    expect(left).toMatchObject({ failure: { code: 'server-ended' }, finishedChunks: left.checkpoint })
    expect(left.checkpoint).toBeGreaterThanOrEqual(before.checkpoint ?? Infinity)
    expect(after.startedAt).toBeGreaterThanOrEqual(left.endedAt ?? Infinity)
    await callRoute('deleteRun', { params }, at)
  })
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
