import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { smallModel } from './cli/small-model.js'
import { interrupted, play, type SmallModel } from './support/play.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** A run from a checkpoint that nobody here holds any more, and the memory of its tensors. */
async function resumed(small: SmallModel, onChunk: () => void) {
  const { document, restored } = await interrupted(small)
  const buffers = Object.values(restored.nodes).flatMap(({ tensors }) =>
    Object.values(tensors).map(({ data }) => new WeakRef(data.buffer)),
  )
  return { buffers, ended: play(small, document, { restored, onChunk }) }
}

test('a run that goes on lets go of its checkpoint when its chunks are made', async () => {
  await using small = await smallModel()
  const held: number[] = []
  const { buffers, ended } = await resumed(small, () => {
    collect()
    held.push(buffers.filter((buffer) => buffer.deref() !== undefined).length)
  })
  expect(buffers.length).toBeGreaterThan(2)
  expect(await ended).toEqual({ state: 'finished' })
  expect(held.at(-1)).toBe(0)
})
