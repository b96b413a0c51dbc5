import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanInPlace, renoiseInto } from './flow-match.js'
import { scheduleFromSteps, scheduleFromTimesteps } from './schedule.js'

describe('denoise schedule', () => {
  test('warps 1000, 750, 500, 250 at shift 5 to the timesteps the models were distilled on', () => {
    const { timesteps, sigmas } = scheduleFromSteps([1000, 750, 500, 250], 5)
    expect(timesteps).toEqual([1000, 937.5, (2.5 / 3) * 1000, 625])
    expect(sigmas).toEqual([1, 0.9375, 2.5 / 3, 0.625])
  })

  test('leaves steps as they are at shift 1', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 }), (steps) => {
        const falling = steps.toSorted((a, b) => b - a)
        for (const [i, timestep] of scheduleFromSteps(falling, 1).timesteps.entries()) {
          expect(timestep).toBeCloseTo(falling[i] ?? NaN, 9)
        }
      }),
    )
  })

  test('finds the sigmas of timesteps that were rounded to 32 bits', () => {
    const timesteps = [1000, 937.5, Math.fround(2500 / 3), 625]
    expect(scheduleFromTimesteps(timesteps, 5)).toEqual({ timesteps, sigmas: [1, 0.9375, 2.5 / 3, 0.625], shift: 5 })
  })

  test('takes the sigma of the nearest entry of the table for any timestep', () => {
    const entries = Array.from({ length: 1000 }, (_, i) => 1 - i / 1000).map((s) => (5 * s) / (1 + 4 * s))
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1000, noNaN: true }), (timestep) => {
        const sigma = scheduleFromTimesteps([timestep], 5).sigmas[0] ?? NaN
        const nearest = Math.min(...entries.map((entry) => Math.abs(entry * 1000 - timestep)))
        expect(Math.abs(sigma * 1000 - timestep)).toBeCloseTo(nearest, 9)
      }),
    )
  })

  test('refuses steps and shifts that make no schedule, with every problem in one sentence', () => {
    const refusal = (message: RegExp) =>
      expect.objectContaining({ code: 'invalid-schedule', message: expect.stringMatching(message) })
    expect(() => scheduleFromSteps([], 5)).toThrow(refusal(/steps are empty/))
    expect(() => scheduleFromSteps([500, 750.5, 0], -1)).toThrow(
      refusal(/750.5 after .*; shift is -1.*; steps hold 750.5, 0,/),
    )
    expect(() => scheduleFromTimesteps([1000, 1000], 5)).toThrow(refusal(/timesteps hold 1000 after/))
    expect(() => scheduleFromTimesteps([NaN], 5)).toThrow(refusal(/timesteps hold NaN/))
    expect(() => scheduleFromTimesteps([1001], Infinity)).toThrow(refusal(/shift is Infinity.*timesteps hold 1001/))
  })
})

describe('flow match', () => {
  const numbers = fc.float({ min: -8, max: 8, noNaN: true })

  test('finds the clean latents that a velocity points away from', () => {
    fc.assert(
      fc.property(numbers, numbers, fc.double({ min: 0, max: 1, noNaN: true }), (clean, noise, sigma) => {
        const latents = new Float32Array(1)
        renoiseInto(latents, { clean: Float32Array.of(clean), noise: Float32Array.of(noise), sigma })
        const output = Float32Array.of(noise - clean)
        cleanInPlace(output, { latents, sigma, prediction: 'velocity' })
        // Two f32 roundings of numbers up to 16.
        expect(Math.abs((output[0] ?? NaN) - clean)).toBeLessThan(2e-6)
      }),
    )
  })

  test('takes predicted clean latents as they are', () => {
    const output = Float32Array.of(1, 2)
    cleanInPlace(output, { latents: Float32Array.of(9, 9), sigma: 0.5, prediction: 'x0' })
    expect(output).toEqual(Float32Array.of(1, 2))
  })
})
