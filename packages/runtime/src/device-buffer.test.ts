import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Device } from './device.js'
import { openSession } from './inference-session.js'
import { openDevice } from './open-device.js'
import { cacheWrite } from './testing/models.js'

let device: Device
beforeAll(async () => {
  device = await openDevice('cpu', { threads: 1 })
})
afterAll(() => device.dispose())

const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

describe('a buffer', () => {
  test('begins as zeros, and is seen by the program where it lies', () => {
    using buffer = device.allocate('f32', [2, 3])
    expect(buffer.host()).toEqual(new Float32Array(6))
    buffer.host()[4] = 7
    expect(buffer.host()[4]).toBe(7)
    expect(buffer.byteSize).toBe(24)
  })

  test('begins at a multiple of 64 bytes, for the widest vector registers', () => {
    for (const size of [1, 3, 17, 1000]) {
      using buffer = device.allocate('u8', [size])
      expect(device.library.addressOf(buffer.host()) % 64n).toBe(0n)
    }
  })

  test('is written and read in parts', async () => {
    using buffer = device.allocate('i64', [5])
    await buffer.write(BigInt64Array.of(1n, 2n), 3)
    const target = new BigInt64Array(3)
    await buffer.readInto(target, 2)
    expect(target).toEqual(BigInt64Array.of(0n, 1n, 2n))
  })

  test('refuses a copy that reaches beyond it, or has elements of another size', async () => {
    using buffer = device.allocate('f32', [2, 2])
    await expect(buffer.write(new Float32Array(3), 2)).rejects.toThrow(
      refusal('buffer-mismatch', /3 elements .* from element 2 on .* f32 buffer \[2, 2\]/),
    )
    await expect(buffer.readInto(new Float32Array(1), -1)).rejects.toThrow(
      refusal('buffer-mismatch', /from element -1/),
    )
    using bytes = device.allocate('u8', [8])
    // A wider array is an error in the types too; here it comes from code that is not type-checked.
    const wide: unknown = new Float32Array(2)
    await expect(bytes.write(wide as Uint8Array)).rejects.toThrow(refusal('buffer-mismatch', /of 4 bytes/))
  })

  test('shows part of itself in a view over the same memory', () => {
    using buffer = device.allocate('f32', [4, 2])
    using view = buffer.view([2, 2], 2)
    using inner = view.view([2], 1)
    view.host().set([1, 2, 3, 4])
    expect([...buffer.host()]).toEqual([0, 0, 1, 2, 3, 4, 0, 0])
    expect([...inner.host()]).toEqual([2, 3])
  })

  test('refuses a view that reaches beyond it', () => {
    using buffer = device.allocate('f32', [4, 2])
    expect(() => buffer.view([4, 2], 1)).toThrow(
      refusal('buffer-mismatch', /\[4, 2\] from element 1 .* f32 buffer \[4, 2\]/),
    )
    expect(() => buffer.view([1], -1)).toThrow(refusal('buffer-mismatch', /from element -1/))
  })

  test('lives on in its views after it is disposed, and then lets go of its memory', () => {
    const buffer = device.allocate('f32', [4])
    const kept = buffer.host()
    const view = buffer.view([2], 2)
    kept.set([1, 2, 3, 4])
    buffer.dispose()
    buffer.dispose()
    expect([...view.host()]).toEqual([3, 4])
    using later = view.view([1], 1)
    view.dispose()
    expect([...later.host()]).toEqual([4])
    later.dispose()
    // The array is emptied, not left pointing at memory that belongs to nobody.
    expect(kept).toHaveLength(0)
  })

  test('says that it was disposed when it is used afterwards', async () => {
    const buffer = device.allocate('f32', [4])
    buffer.dispose()
    const disposed = refusal('disposed', /f32 buffer \[4\] was disposed/)
    expect(() => buffer.host()).toThrow(disposed)
    expect(() => buffer.view([1])).toThrow(disposed)
    await expect(buffer.write(new Float32Array(4))).rejects.toThrow(disposed)
    await expect(buffer.readInto(new Float32Array(4))).rejects.toThrow(disposed)
  })

  // Pages of the memory that nobody touches cost nothing.
  test('may be larger than 4 GiB, and is updated in place behind them', async () => {
    const [rows, width] = [1_150_000, 1024]
    using cache = device.allocate('f32', [1, rows, width])
    expect(cache.byteSize).toBeGreaterThan(4.3 * 2 ** 30)
    await cache.write(Float32Array.of(3, 4), (rows - 1) * width)

    await using session = await openSession({ device, model: cacheWrite(width) })
    using entering = device.allocate('f32', [1, 1, width])
    using at = device.allocate('i64', [1])
    entering.host().fill(7)
    at.host()[0] = BigInt(rows - 2)
    const binding = session.bind().input('cache', cache).output('written', cache)
    await binding.input('rows', entering).input('at', at).run()

    const found = new Float32Array(4)
    await cache.readInto(found, (rows - 1) * width - 2)
    expect(found).toEqual(Float32Array.of(7, 7, 3, 4))
    using view = cache.view([2], (rows - 1) * width)
    expect(view.host()).toEqual(Float32Array.of(3, 4))
  })

  test('is refused with its size and a cure where there is no memory for it', () => {
    expect(() => device.allocate('u8', [2 ** 48])).toThrow(
      refusal(
        'memory-exhausted',
        /^Main memory has no room for a buffer of 281474976710656 bytes .* cache of fewer frames/,
      ),
    )
  })

  test('may be empty, or a scalar', async () => {
    using empty = device.allocate('f32', [0, 4])
    using scalar = device.allocate('f32', [])
    await empty.write(new Float32Array(0))
    await scalar.write(Float32Array.of(3))
    expect(empty.host()).toHaveLength(0)
    expect([...scalar.host()]).toEqual([3])
  })
})
