import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'

/**
 * Runs the cache model with `scatters` scatters, cache in and out one buffer, in a process of its own, since ONNX Runtime
 * prints its warnings from C. Gives the cache, row by row, and what was printed.
 */
function scattered(scatters: number) {
  const script = `
    import { openDevice, openSession } from '@frameloom/runtime'
    import { cacheWrite } from './dist/testing/models.js'
    const device = await openDevice('cpu', { threads: 1 })
    const session = await openSession({ device, model: cacheWrite(1, ${scatters}), printWarnings: true })
    const cache = device.allocate('f32', [1, 5, 1])
    const rows = device.allocate('f32', [1, 1, 1])
    const at = device.allocate('i64', [1])
    rows.host().fill(7)
    const binding = session.bind().input('cache', cache).input('rows', rows).input('at', at).output('written', cache)
    await binding.run()
    console.log(JSON.stringify([...cache.host()]))
    await device.dispose()
  `
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: `${import.meta.dirname}/..`,
    encoding: 'utf8',
  })
  return { status, rows: stdout.trim(), warnings: stderr }
}

describe('a cache that is input and output at once', () => {
  test('is updated without a copy by one scatter', () => {
    expect(scattered(1)).toEqual({ status: 0, rows: '[7,0,0,0,0]', warnings: '' })
  })

  test('is copied by two scatters, of which ONNX Runtime warns, and is right all the same', () => {
    const { status, rows, warnings } = scattered(2)
    expect({ status, rows }).toEqual({ status: 0, rows: '[7,7,0,0,0]' })
    expect(warnings).toMatch(/TensorScatter/)
  })
})
