import { spawnSync } from 'node:child_process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { Device } from './device.js'
import { openSession } from './inference-session.js'
import { openDevice } from './open-device.js'
import { doubling, manyProducts } from './testing/models.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Makes garbage of the sizes that would take the place of freed arrays, and collects. */
async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    const litter = Array.from({ length: 2000 }, () => new Float32Array(16).fill(1e9))
    litter.length = 0
    collect()
    await new Promise(setImmediate)
  }
}

/** A binding whose buffers nobody else holds. */
async function lonelyBinding(device: Device) {
  const session = await openSession({ device, model: doubling() })
  const x = device.allocate('f32', [4])
  const y = device.allocate('f32', [4])
  x.host().fill(21)
  return { binding: session.bind().input('x', x).output('y', y), result: y.view([4]) }
}

describe('garbage collection', () => {
  test('takes no memory that only a binding still uses', async () => {
    await using device = await openDevice('cpu')
    const { binding, result } = await lonelyBinding(device)
    await collectGarbage()
    await binding.run()
    expect([...result.host()]).toEqual([42, 42, 42, 42])
  })

  test('takes nothing that a run under way still uses', async () => {
    const running = async () => {
      const device = await openDevice('cpu', { threads: 1 })
      const session = await openSession({ device, model: manyProducts(128, 400) })
      const x = device.allocate('f32', [128, 128])
      const y = device.allocate('f32', [128, 128])
      y.host().fill(NaN)
      const result = y.view([1])
      const run = session.bind().input('x', x).output('y', y).run()
      return { run, result }
    }
    const { run, result } = await running()
    await collectGarbage()
    await run
    expect(result.host()[0]).toBe(0)
  })

  test.skipIf(process.platform !== 'linux')('never unloads the library (Linux tells what is mapped)', () => {
    const script = `
      import { readFileSync } from 'node:fs'
      import { openDevice } from '@frameloom/runtime'
      await (async () => void (await openDevice('cpu')))()
      for (let round = 0; round < 5; round++) {
        gc()
        await new Promise(setImmediate)
      }
      console.log(readFileSync('/proc/self/maps', 'utf8').includes('libonnxruntime'))
    `
    const flags = ['--expose-gc', '--input-type=module', '--eval', script]
    const cwd = `${import.meta.dirname}/..`
    const { stdout, stderr } = spawnSync(process.execPath, flags, { cwd, encoding: 'utf8' })
    expect({ stdout, stderr }).toEqual({ stdout: 'true\n', stderr: '' })
  })
})
