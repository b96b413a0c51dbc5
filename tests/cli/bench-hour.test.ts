import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { frameloom, jsonLines, start } from './frameloom.js'
import { smallModel } from './small-model.js'

/** Chunks of a minute of the small model: 12 pictures each, 12 a second. */
const MINUTE = 60
const GIVEN = 50

interface Results {
  readonly chunks: number
  readonly measures: Record<string, { minutes: { counts: number[] } }>
}

test('scores the first and the last minute whole, and an interrupted video goes on inside with the same figures', async () => {
  await using model = await smallModel()
  const args = (out: string, ...more: readonly string[]) => {
    const asked = ['--minutes', '2', '--given', `${GIVEN}`, '--device', 'cpu', '--json']
    return ['bench', 'hour', '--model', model.model, ...asked, '--out', join(model.path, out), ...more]
  }
  const results = async (out: string): Promise<Results> =>
    JSON.parse(await readFile(join(model.path, out, 'results.json'), 'utf8'))
  expect(await frameloom(...args('whole'))).toMatchObject({ status: 0, err: '' })
  const whole = await results('whole')
  expect(whole.chunks).toBe(2 * MINUTE)
  const looks = [MINUTE - GIVEN, MINUTE]
  expect(whole.measures['motion']?.minutes.counts).toEqual(looks)
  expect(whole.measures['biomeRight']?.minutes.counts).toEqual(looks.map((chunks) => 2 * chunks))
  expect(whole.measures['memoryMiB']?.minutes.counts).toEqual([MINUTE, MINUTE])
  expect(await readFile(join(model.path, 'whole', 'table.md'), 'utf8')).toContain('| hour error, share of a day |')
  expect(await readFile(join(model.path, 'whole', 'scores.svg'), 'utf8')).toContain('<polyline')

  const interrupted = start(args('parts'), (line) => {
    const { chunk } = JSON.parse(line) as { chunk?: number }
    if (chunk !== undefined && chunk > MINUTE) interrupted.kill('SIGINT')
  })
  expect((await interrupted.ended).status).toBe(130)
  const rest = await frameloom(...args('parts'))
  const [first] = jsonLines(rest)
  expect(first?.['chunk']).toBeGreaterThan(MINUTE)
  const { memoryMiB: _, ...measures } = (await results('parts')).measures
  const { memoryMiB: __, ...expected } = whole.measures
  expect(measures).toEqual(expected)
  const unfinished = join(model.path, 'parts', 'videos', 'memrope', '0.json.checkpoint.safetensors')
  await expect(access(unfinished)).rejects.toThrow('ENOENT')
})

test('refuses a first minute that is given whole', async () => {
  await using model = await smallModel()
  const ended = await frameloom('bench', 'hour', '--model', model.model, '--device', 'cpu', '--given', '60')
  expect(ended.status).toBe(1)
  expect(ended.err).toContain('60 chunks are given, and the first minute has 60: give fewer with --given')
})
