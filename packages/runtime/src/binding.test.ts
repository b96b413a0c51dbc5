import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Device } from './device.js'
import { openSession } from './inference-session.js'
import { openDevice } from './open-device.js'
import { RunAborted } from './runtime-error.js'
import { cacheWrite, doubling, manyProducts } from './testing/models.js'

let device: Device
beforeAll(async () => {
  device = await openDevice('cpu', { threads: 1 })
})
afterAll(() => device.dispose())

const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

async function doubler() {
  const session = await openSession({ device, model: doubling(), label: 'the doubler' })
  const x = device.allocate('f32', [3])
  const y = device.allocate('f32', [3])
  return { session, x, y, binding: session.bind().input('x', x).output('y', y) }
}

/** Far more work than the first turn of the event loop takes: that many products of 256 x 256. */
async function slowRun(products: number) {
  const size = 256
  const session = await openSession({ device, model: manyProducts(size, products), label: 'the slow model' })
  const x = device.allocate('f32', [size, size])
  const y = device.allocate('f32', [size, size])
  y.host().fill(NaN)
  return { session, x, y, binding: session.bind().input('x', x).output('y', y) }
}

describe('a binding', () => {
  test('reads what the program wrote since the last run, without binding again', async () => {
    const { session, x, y, binding } = await doubler()
    x.host().set([1, 2, 3])
    await binding.run()
    expect([...y.host()]).toEqual([2, 4, 6])
    x.host().set([5, 6, 7])
    await binding.run()
    expect([...y.host()]).toEqual([10, 12, 14])
    await session.dispose()
  })

  test('takes another buffer, or a shorter view, from run to run', async () => {
    const { session, x, y, binding } = await doubler()
    x.host().set([1, 2, 3])
    const other = device.allocate('f32', [3])
    other.host().set([7, 8, 9])
    await binding.input('x', other).run()
    expect([...y.host()]).toEqual([14, 16, 18])
    await binding
      .input('x', x.view([2], 1))
      .output('y', y.view([2]))
      .run()
    expect([...y.host()]).toEqual([4, 6, 18])
    await session.dispose()
  })

  test('updates a cache in place where it is input and output at once', async () => {
    const session = await openSession({ device, model: cacheWrite(2) })
    const cache = device.allocate('f32', [1, 5, 2])
    const rows = device.allocate('f32', [1, 2, 2])
    const at = device.allocate('i64', [1])
    rows.host().set([1, 2, 3, 4])
    at.host()[0] = 1n
    const addressBefore = device.library.api.GetTensorMutableData(cache.bindable.value)
    const binding = session.bind().input('cache', cache).input('rows', rows).input('at', at).output('written', cache)
    await binding.run()
    expect([...cache.host()]).toEqual([0, 0, 1, 2, 3, 4, 0, 0, 0, 0])
    expect(device.library.api.GetTensorMutableData(cache.bindable.value)).toBe(addressBefore)

    const full = cache.view([1, 3, 2])
    rows.host().fill(9)
    at.host()[0] = 0n
    await binding.input('cache', full).output('written', full).run()
    expect([...cache.host()]).toEqual([9, 9, 9, 9, 3, 4, 0, 0, 0, 0])
    await session.dispose()
  })

  test('refuses names, dtypes, shapes and devices that do not fit', async () => {
    const { session, x, binding } = await doubler()
    expect(() => binding.input('z', x)).toThrow(refusal('unknown-port', /the doubler has no input 'z'; use one of x/))
    expect(() => binding.output('x', x)).toThrow(refusal('unknown-port', /no output 'x'; use one of y/))
    expect(() => binding.input('x', device.allocate('i64', [3]))).toThrow(
      refusal('buffer-mismatch', /i64 \[3\], but f32 \[n\]/),
    )
    expect(() => binding.input('x', device.allocate('f32', [3, 1]))).toThrow(
      refusal('buffer-mismatch', /f32 \[3, 1\], but f32 \[n\]/),
    )
    await using other = await openDevice('cpu')
    expect(() => binding.input('x', other.allocate('f32', [3]))).toThrow(refusal('buffer-mismatch', /another device/))
    await session.dispose()
  })

  test('names every port that lacks a buffer', async () => {
    const session = await openSession({ device, model: cacheWrite(2) })
    await expect(
      session
        .bind()
        .input('at', device.allocate('i64', [1]))
        .run(),
    ).rejects.toThrow(refusal('not-bound', /cache, rows, written/))
    await session.dispose()
  })

  test('reports what failed inside a run, and runs again afterwards', async () => {
    const { session, x, y, binding } = await doubler()
    const short = device.allocate('f32', [2])
    await expect(binding.output('y', short).run()).rejects.toThrow(
      refusal('run-failed', /A run of the doubler failed: .*y/s),
    )
    x.host().fill(1)
    await binding.output('y', y).run()
    expect([...y.host()]).toEqual([2, 2, 2])
    await session.dispose()
  })

  test('leaves the event loop free while it runs', async () => {
    const { session, x, y, binding } = await slowRun(500)
    x.host().fill(0)
    let turns = 0
    let running = true
    const run = binding.run().finally(() => (running = false))
    for (; running; turns++) await setImmediate()
    await run
    // A run that blocks lets the loop turn two or three times in all.
    expect(turns).toBeGreaterThan(20)
    expect(y.host().every((value) => value === 0)).toBe(true)
    await session.dispose()
  })

  test('stops in the middle of a run when its signal is aborted, and runs again afterwards', async () => {
    const { session, x, y, binding } = await slowRun(2000)
    const controller = new AbortController()
    const run = binding.run({ signal: controller.signal })
    await setImmediate()
    controller.abort(new Error('enough'))
    const error = await run.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(RunAborted)
    expect(error).toMatchObject({
      name: 'AbortError',
      code: 'run-aborted',
      cause: expect.objectContaining({ message: 'enough' }),
    })
    // The last node never ran: its output is as it was.
    expect(y.host()[0]).toBeNaN()
    x.host().fill(2)
    await binding.run({ signal: new AbortController().signal })
    expect(y.host()[0]).toBe(0)
    await session.dispose()
  })

  test('does not begin when its signal is aborted already', async () => {
    const { session, y, binding } = await doubler()
    y.host().fill(5)
    await expect(binding.run({ signal: AbortSignal.abort() })).rejects.toThrow(RunAborted)
    expect([...y.host()]).toEqual([5, 5, 5])
    await session.dispose()
  })

  test('runs in the order of the calls, across bindings and sessions of a device', async () => {
    const first = await doubler()
    const second = await doubler()
    first.x.host().fill(1)
    second.binding.input('x', first.y)
    const third = first.session.bind().input('x', second.y).output('y', first.x)
    const ends: number[] = []
    await Promise.all(
      [first.binding, second.binding, third].map((binding, i) => binding.run().then(() => ends.push(i))),
    )
    expect(ends).toEqual([0, 1, 2])
    expect([...first.x.host()]).toEqual([8, 8, 8])
    await Promise.all([first.session.dispose(), second.session.dispose()])
  })

  test('copies in and out in the order of the runs around them', async () => {
    const { session, x, y, binding } = await doubler()
    const results = [new Float32Array(3), new Float32Array(3)] as const
    await Promise.all([
      x.write(Float32Array.of(1, 1, 1)),
      binding.run(),
      y.readInto(results[0]),
      x.write(Float32Array.of(4, 4, 4)),
      binding.run(),
      y.readInto(results[1]),
    ])
    expect(results.map((values) => [...values])).toEqual([
      [2, 2, 2],
      [8, 8, 8],
    ])
    await session.dispose()
  })

  test('refuses to exchange a buffer while its own run is pending', async () => {
    const { session, x, binding } = await doubler()
    const run = binding.run()
    expect(() => binding.input('x', device.allocate('f32', [3]))).toThrow(refusal('busy', /Input 'x' of the doubler/))
    binding.input('x', x)
    await run
    await session.dispose()
  })
})
