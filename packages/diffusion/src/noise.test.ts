import { tensorOf } from '@frameloom/tensor'
import { describe, expect, test } from 'vitest'
import { recordedNoise, seededNoise, type NoiseSource } from './noise.js'

const initial = (source: NoiseSource, chunk: number, size = 6) => {
  const into = new Float32Array(size)
  source.initial(chunk, into)
  return into
}
const renoise = (source: NoiseSource, [chunk, step]: readonly [number, number], size = 6) => {
  const into = new Float32Array(size)
  source.renoise(chunk, step, into)
  return into
}

describe('seeded noise', () => {
  test('depends on seed, chunk and step, and not on what was drawn before', () => {
    const source = seededNoise(7)
    const first = initial(source, 3)
    renoise(source, [3, 0])
    initial(source, 900)
    expect(initial(seededNoise(7), 3)).toEqual(first)
    expect(initial(source, 3)).toEqual(first)
  })

  test('is the same when it was prepared, for that chunk, for another, or for another length', () => {
    const source = seededNoise(7)
    for (const prepared of [3, 4]) {
      source.prepare?.(prepared, 6)
      expect(initial(source, 3)).toEqual(initial(seededNoise(7), 3))
      expect(initial(source, 3, 9)).toEqual(initial(seededNoise(7), 3, 9))
    }
  })

  test('is different for every seed, chunk and step', () => {
    const source = seededNoise(7)
    const drawn = [
      initial(source, 0),
      initial(source, 1),
      initial(seededNoise(8), 0),
      renoise(source, [0, 0]),
      renoise(source, [0, 1]),
    ]
    expect(new Set(drawn.map((numbers) => numbers.join())).size).toBe(drawn.length)
  })
})

describe('recorded noise', () => {
  const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => i)
  const record = { noise: tensorOf('f32', [2, 3, 2], numbers(12)), renoise: tensorOf('f32', [2, 2, 3, 2], numbers(24)) }

  test('gives back what was recorded, chunk by chunk and step by step', () => {
    const source = recordedNoise(record)
    expect([...initial(source, 1)]).toEqual([6, 7, 8, 9, 10, 11])
    expect([...renoise(source, [0, 1])]).toEqual([6, 7, 8, 9, 10, 11])
    expect([...renoise(source, [1, 0])]).toEqual([12, 13, 14, 15, 16, 17])
  })

  test('serves one-step schedules, which need no re-noise', () => {
    const source = recordedNoise({ noise: record.noise, renoise: tensorOf('f32', [2, 0, 3, 2], numbers(0)) })
    expect([...initial(source, 0)]).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('refuses chunks and steps behind the record', () => {
    const source = recordedNoise(record)
    const exhausted = (place: string) => {
      return expect.objectContaining({ code: 'noise-exhausted', message: expect.stringContaining(place) })
    }
    expect(() => initial(source, 2)).toThrow(exhausted('chunk 2 is not recorded, only 2 chunks with 2 re-noise steps'))
    expect(() => renoise(source, [1, 2])).toThrow(exhausted('chunk 1 after denoise step 2'))
  })

  test('refuses a record of another latent size, or whose tensors do not go together', () => {
    const mismatch = expect.objectContaining({ code: 'noise-mismatch' })
    expect(() => initial(recordedNoise(record), 0, 7)).toThrow(mismatch)
    expect(() => recordedNoise({ ...record, renoise: tensorOf('f32', [2, 2, 2, 3], numbers(24)) })).toThrow(mismatch)
    expect(() => recordedNoise({ ...record, renoise: tensorOf('f32', [1, 2, 3, 2], numbers(12)) })).toThrow(mismatch)
  })
})
