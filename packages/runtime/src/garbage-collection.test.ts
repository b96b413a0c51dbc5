import { readFileSync } from 'node:fs'
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

  test('never unloads the library, even when nothing refers to a device any more', async () => {
    const useAndForget = async () => {
      const device = await openDevice('cpu')
      const { binding } = await lonelyBinding(device)
      await binding.run()
    }
    await useAndForget()
    await collectGarbage()
    // An unloaded library would crash here.
    await useAndForget()
  })

  test.skipIf(process.platform !== 'linux')('leaves the library mapped (Linux tells what is mapped)', async () => {
    const open = async () => void (await openDevice('cpu'))
    await open()
    await collectGarbage()
    expect(readFileSync('/proc/self/maps', 'utf8')).toContain('libonnxruntime.so')
  })
})
