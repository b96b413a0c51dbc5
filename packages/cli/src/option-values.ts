import { InvalidArgumentError } from 'commander'

/** A parser for whole numbers from `least` to 2^53 - 1. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (Number.isSafeInteger(value) && value >= least) return value
    throw new InvalidArgumentError(`Give a whole number, ${least} or more.`)
  }
}

/** A JSON object, such as `'{"cacheFrames": 12}'`. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new InvalidArgumentError(`It is not JSON (${cause instanceof Error ? cause.message : String(cause)}).`)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new InvalidArgumentError(`Give a JSON object, such as '{"cacheFrames": 12}'.`)
}

/** Collects an option that may be given several times. */
export const collected = (text: string, before: readonly string[]): readonly string[] => [...before, text]
