import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { frameloom, jsonLines, start } from './frameloom.js'
import { smallModel } from './small-model.js'

const STRATEGIES = ['memrope', 'sliding-window']

test('compares strategies, keeps every video, goes on after an interruption, and ends with the same figures', async () => {
  await using model = await smallModel()
  const asked = ['--strategies', STRATEGIES.join(','), '--prompts', '2', '--frames', '18', '--every', '1', '--json']
  const at = ['--model', model.model, '--device', 'cpu', '--threads', '1']
  const args = (out: string, ...more: readonly string[]) => {
    return ['bench', 'strategies', ...at, ...asked, '--out', join(model.path, out), ...more]
  }
  const whole = await frameloom(...args('whole'))
  expect(whole).toMatchObject({ status: 0, err: '' })
  const lines = jsonLines(whole)
  expect(
    lines
      .filter(({ type }) => type === 'video')
      .map(({ strategy, prompt }) => `${String(strategy)} ${String(prompt)}`)
      .toSorted(),
  ).toEqual(['memrope 0', 'memrope 1', 'sliding-window 0', 'sliding-window 1'])
  const results: { comparison: Record<string, Record<string, { whole?: { count: number } }>> } = JSON.parse(
    await readFile(join(model.path, 'whole', 'results.json'), 'utf8'),
  )
  expect(Object.keys(results.comparison)).toEqual(STRATEGIES)
  for (const measure of ['biomeRight', 'hourError', 'exposureError', 'flickerScore']) {
    expect(results.comparison['memrope']?.[measure]?.whole).toMatchObject({ count: 2 })
  }
  expect(await readFile(join(model.path, 'whole', 'table.md'), 'utf8')).toContain('| biome right (named) |')

  // At least one video is kept when it is interrupted; those kept and no others are there when it goes on.
  let videos = 0
  const interrupted = start(args('parts', '--parallel', '1'), (line) => {
    const { type } = JSON.parse(line) as { type?: string }
    if (type === 'video' && ++videos === 1) interrupted.kill('SIGINT')
  })
  expect((await interrupted.ended).status).toBe(130)
  const kept = (await readdir(join(model.path, 'parts', 'videos'), { recursive: true })).filter((name) =>
    name.endsWith('.json'),
  )
  expect(kept.length).toBeGreaterThanOrEqual(1)
  expect(kept.length).toBeLessThan(4)
  const rest = await frameloom(...args('parts'))
  expect(jsonLines(rest).filter(({ type }) => type === 'video')).toHaveLength(4 - kept.length)
  expect(await readFile(join(model.path, 'parts', 'results.json'), 'utf8')).toBe(
    await readFile(join(model.path, 'whole', 'results.json'), 'utf8'),
  )

  const other = await frameloom(...args('parts', '--given', '1'))
  expect(other.status).toBe(1)
  expect(other.err).toMatch(/was scored with given 2, now it is 1: give another --out/)
})

test('starts from noise where nothing is given, and then knows what prompts name', async () => {
  await using model = await smallModel()
  const out = join(model.path, 'noise')
  const sizes = ['--prompts', '1', '--frames', '12', '--every', '1', '--start', 'noise', '--strategies', 'memrope']
  const ended = await frameloom('bench', 'strategies', '--model', model.model, '--threads', '1', ...sizes, '--out', out)
  expect(ended).toMatchObject({ status: 0, err: '' })
  const table = await readFile(join(out, 'table.md'), 'utf8')
  expect(table).toContain('from noise')
  expect(table).toContain('| biome right (named) |')
  expect(table).not.toContain('hour error')
})

test('names the strategies there are where one is unknown', async () => {
  const ended = await frameloom('bench', 'strategies', '--strategies', 'memrope,best')
  expect(ended.status).toBe(2)
  expect(ended.err).toContain('Unknown: best. Choose from memrope, sliding-window')
})
