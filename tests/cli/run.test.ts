import { execFile } from 'node:child_process'
import { access, readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { readCheckpoint } from '@frameloom/host'
import { readCapsule } from '@frameloom/video'
import { describe, expect, test } from 'vitest'
import { frameloom, jsonLines, start, type Started } from './frameloom.js'
import { smallModel } from './small-model.js'

const outcomeOf = async (...args: readonly string[]) => {
  const ended = await frameloom(...args)
  expect(ended).toMatchObject({ status: 0, err: '' })
  return jsonLines(ended).at(-1) ?? {}
}

const hasFfprobe = await promisify(execFile)('ffprobe', ['-version']).then(
  () => true,
  () => false,
)

/** Pictures that a player finds in a file. */
async function pictures(path: string): Promise<number> {
  const show = ['-v', 'error', '-count_frames', '-select_streams', 'v', '-show_entries', 'stream=nb_read_frames']
  const { stdout } = await promisify(execFile)('ffprobe', [...show, '-of', 'csv=p=0', path])
  return Number.parseInt(stdout, 10)
}

test('a video resumed in another process has the latents of an uninterrupted one', async () => {
  await using model = await smallModel()
  const whole = await outcomeOf(...model.run, '--chunks', '9')
  const part = await outcomeOf(...model.run, '--chunks', '5')
  const resume = String(part['checkpoint'])
  expect(resume).not.toBe(model.checkpoint)
  const rest = await outcomeOf(...model.run, '--chunks', '9', '--resume', resume)
  expect(rest).toMatchObject({ chunks: 9, digest: whole['digest'] })
  const other = await frameloom(...model.run, '--chunks', '9', '--resume', resume, '--set', 'cache.longRate=0.5')
  expect(other.status).toBe(1)
  expect(other.err).toContain('cache.longRate was 0.01, now it is 0.5')
})

test('a video carries the document that made it, and run again it agrees in every latent; another seed in none', async () => {
  await using model = await smallModel()
  const first = await outcomeOf(...model.run, '--seed', '5')
  expect(first).toMatchObject({ type: 'outcome', status: 'finished', chunks: 6, frames: 69 })
  const [, , ...rest] = model.run
  const again = await outcomeOf('run', String(first['video']), ...rest)
  expect(again['digest']).toBe(first['digest'])
  expect(again['video']).not.toBe(first['video'])
  expect(await frameloom('validate', String(first['video']))).toMatchObject({ status: 0 })

  const bare = await outcomeOf(...model.run, '--seed', '2', '--set', 'video.keepDocument=false')
  expect(bare['digest']).not.toBe(first['digest'])
  const refused = await frameloom('run', String(bare['video']), ...rest)
  expect(refused.status).toBe(1)
  expect(refused.err).toContain('was saved without its document')
})

test('a resumed video keeps the exchanges that its first part had', async () => {
  await using model = await smallModel()
  const document = JSON.parse(await readFile(model.document, 'utf8')) as { nodes: object[]; wires: object[] }
  const window = { id: 'window', type: 'memory/sliding-window-cache', version: 1 }
  const [to, from] = [
    { node: 'sampler', port: 'cache' },
    { node: 'window', port: 'cache' },
  ]
  const loaded = { from: { node: 'loader', port: 'model' }, to: { node: 'window', port: 'model' } }
  const exchanging = {
    ...document,
    nodes: [...document.nodes, window],
    wires: [...document.wires, loaded],
    exchanges: [{ chunk: 3, from, to }],
  }
  await writeFile(model.document, JSON.stringify(exchanging))
  await outcomeOf(...model.run, '--chunks', '5')
  const { exchanges: _, ...without } = exchanging
  await writeFile(model.document, JSON.stringify(without))
  const other = await frameloom(...model.run, '--chunks', '9', '--resume', model.checkpoint)
  expect(other.status).toBe(1)
  expect(other.err).toContain('its exchanges of wires differ')
})

describe('an endless run', () => {
  /** Starts one; `act` is called once its video holds four chunks. */
  async function endless(args: readonly string[], act: (run: Started) => void) {
    let video = ''
    const run = start([...args, '--chunks', '0'], (line) => {
      const event: Record<string, unknown> = JSON.parse(line)
      if (event['type'] === 'file-saved') video = String(event['path'])
      if (event['type'] === 'chunk-finished' && event['node'] === 'video' && event['chunk'] === 3) act(run)
    })
    return { ...(await run.ended), video }
  }

  test('stops after the chunk at Ctrl+C, leaves a finished video and a checkpoint, and exits with 130', async () => {
    await using model = await smallModel()
    const ended = await endless(model.run, (run) => run.kill('SIGINT'))
    expect(ended.status).toBe(130)
    const outcome = jsonLines(ended).at(-1)
    expect(outcome).toMatchObject({ status: 'stopped', checkpoint: model.checkpoint, video: ended.video })
    const chunks = Number(outcome?.['chunks'])
    expect(chunks).toBeGreaterThanOrEqual(4)
    const [resumed, whole] = [
      await outcomeOf(...model.run, '--chunks', `${chunks + 2}`, '--resume', model.checkpoint),
      await outcomeOf(...model.run, '--chunks', `${chunks + 2}`),
    ]
    expect(resumed).toMatchObject({ status: 'finished', frames: 24, digest: whole['digest'] })
  })

  test('ends as at Ctrl+C where its terminal is closed, however often it is told so', async () => {
    await using model = await smallModel()
    const ended = await endless(model.run, (run) => {
      for (let i = 0; i < 3; i++) run.kill('SIGHUP')
    })
    expect(ended).toMatchObject({ status: 130, err: '' })
    expect(jsonLines(ended).at(-1)?.['type']).not.toBe('outcome')
    const { checkpoint } = await readCheckpoint(model.checkpoint)
    const resumed = await outcomeOf(...model.run, '--chunks', `${checkpoint.chunk + 1}`, '--resume', model.checkpoint)
    expect(resumed).toMatchObject({ status: 'finished', frames: 12 })
  })

  test('killed, leaves a video that plays up to its last finished chunk', async (context) => {
    await using model = await smallModel()
    const ended = await endless(model.run, (run) => run.kill('SIGKILL'))
    expect(ended.signal).toBe('SIGKILL')
    expect((await readCapsule(ended.video)).seed).toBe(1)
    if (!hasFfprobe) context.skip('ffprobe is not installed: the pictures in the file were not counted')
    // 9 pictures in the first chunk, 12 in each of the three that follow.
    expect(await pictures(ended.video)).toBeGreaterThanOrEqual(45)
  })
})

test('a failed run names the node and the cure, and leaves no checkpoint', async () => {
  await using model = await smallModel()
  const ended = await frameloom(...model.run, '--set', 'cache.cacheFrames=24')
  expect(ended.status).toBe(1)
  expect(ended.err).toMatch(/^Node 'cache'.*24 latent frames.*21.*\n$/)
  expect(jsonLines(ended).at(-1)).toMatchObject({
    type: 'outcome',
    status: 'failed',
    error: { code: 'untrained-window' },
  })
  await expect(access(model.checkpoint)).rejects.toThrow('ENOENT')
})

test('a bypassed node is left out; one that passes nothing is refused by name', async () => {
  await using model = await smallModel()
  const without = await outcomeOf(...model.run, '--bypass', 'video')
  expect(without).toMatchObject({ status: 'finished', chunks: 6, frames: 69 })
  expect(without).not.toHaveProperty('video')
  const refused = await frameloom(...model.run, '--bypass', 'sampler')
  expect(refused.status).toBe(1)
  expect(refused.err).toContain("Node 'sampler' (Frame Sampler) is bypassed")
})
