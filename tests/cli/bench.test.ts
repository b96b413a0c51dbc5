import { join } from 'node:path'
import { expect, test } from 'vitest'
import { frameloom, jsonLines } from './frameloom.js'
import { smallModel } from './small-model.js'

test('bench tells every figure of the model and says how to compare with PyTorch', async () => {
  await using model = await smallModel()
  const folder = join(model.path, 'models', 'small')
  // A Python that is none, so that nothing is measured where FRAMELOOM_PYTHON is set.
  const args = ['--model', folder, '--chunks', '2', '--threads', '1', '--pytorch', join(model.path, 'no-python')]
  const ended = await frameloom('bench', ...args, '--json')
  expect(ended).toMatchObject({ status: 0, err: '' })
  const [report] = jsonLines(ended)
  const positive = expect.toSatisfy((figure: unknown) => typeof figure === 'number' && figure > 0)
  expect(report).toMatchObject({
    chunks: 2,
    threads: 1,
    slots: 12,
    stages: { denoise: positive, clean: positive, cacheUpdate: positive, decode: positive },
    ratios: {
      chunkOverProduct: positive,
      chunkOverSquare: positive,
      cacheUpdateShare: positive,
      timesRealTime: positive,
    },
    pytorch: { status: 'absent', cure: expect.stringContaining('--pytorch') },
  })
})

test('bench endurance compares the end of a run with its beginning', async () => {
  await using model = await smallModel()
  const args = ['--model', join(model.path, 'models', 'small'), '--threads', '1']
  const ended = await frameloom('bench', 'endurance', ...args, '--chunks', '120', '--json')
  expect(ended).toMatchObject({ status: 0, err: '' })
  const [report] = jsonLines(ended)
  const near = (least: number, most: number) =>
    expect.toSatisfy((figure: unknown) => typeof figure === 'number' && figure > least && figure < most)
  expect(report).toMatchObject({
    chunks: 120,
    latentFrames: 360,
    highestPosition: 11,
    timeRatio: { value: near(0, Infinity), low: near(0, Infinity), high: near(0, Infinity) },
    memoryRatio: near(0.5, 2),
  })
})
