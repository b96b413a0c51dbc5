import { cosSinOfTurn, logOfFraction } from './elementary.js'
import { philox4x32 } from './philox.js'

/** What noise depends on, and nothing else: neither the order of calls nor what was drawn before. */
export interface NoiseKey {
  /** Whole number from 0 to 2^53 - 1, chosen by the user. */
  readonly seed: number
  /** Index of the chunk, 0 to 2^32 - 1. */
  readonly chunk: number
  /** Index of the denoise step inside the chunk, 0 to 2^32 - 1. */
  readonly step: number
  /** Keeps uses apart that share seed, chunk and step (for example two samplers), 0 to 2^32 - 1. Default 0. */
  readonly stream?: number
}

/**
 * Fills `into` with independent standard normal numbers (mean 0, variance 1).
 *
 * The algorithm is part of the contract, since saved documents replay by seed: element 4q + r comes from
 * Philox4x32-10 with counter (q, chunk, step, stream) and key (seed mod 2^32, floor(seed / 2^32)). Its output words
 * a, b, c, d make two Box-Muller pairs: elements 4q and 4q + 1 are R cos T and R sin T with
 * R = sqrt(-2 ln((a + 1) / 2^32)) and T = 2 pi b / 2^32; elements 4q + 2 and 4q + 3 the same with c and d. Arithmetic is
 * binary64 with the logarithm, sine and cosine of elementary.ts, rounded once to binary32, so every machine and engine
 * gives the same bits. A longer array begins with the numbers of a shorter one; no number exceeds 6.67 in size.
 * @throws RangeError where a part of the key is not a whole number of its range
 */
export function gaussianInto(into: Float32Array, key: NoiseKey): void {
  const { seed, chunk, step, stream = 0 } = key
  requireWhole('seed', seed, Number.MAX_SAFE_INTEGER)
  requireWhole('chunk', chunk, 0xffffffff)
  requireWhole('step', step, 0xffffffff)
  requireWhole('stream', stream, 0xffffffff)
  const keyLow = seed % 4294967296
  const keyHigh = Math.floor(seed / 4294967296)
  const words = new Uint32Array(4)
  const turn = new Float64Array(2)
  for (let start = 0; start < into.length; start += 4) {
    words[0] = start / 4
    words[1] = chunk
    words[2] = step
    words[3] = stream
    philox4x32(words, keyLow, keyHigh)
    for (let pair = 0; pair < 4; pair += 2) {
      const radius = Math.sqrt(-2 * logOfFraction((words[pair] ?? 0) + 1))
      cosSinOfTurn(words[pair + 1] ?? 0, turn)
      into[start + pair] = radius * (turn[0] ?? 0)
      into[start + pair + 1] = radius * (turn[1] ?? 0)
    }
  }
}

function requireWhole(name: string, value: number, largest: number): void {
  if (Number.isSafeInteger(value) && value >= 0 && value <= largest) return
  throw new RangeError(`The noise key's ${name} is ${value}; give a whole number from 0 to ${largest}.`)
}
