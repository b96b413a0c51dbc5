/*
 * Philox4x32-10, a counter-based random generator: four 32-bit words in, four out, no state. Source: Salmon, Moraes, Dror,
 * Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011. Constants are the paper's.
 */

const ROUNDS = 10
const MULTIPLIER_0 = 0xd2511f53
const MULTIPLIER_1 = 0xcd9e8d57
const WEYL_0 = 0x9e3779b9
const WEYL_1 = 0xbb67ae85

/** Upper 32 bits of the 64-bit product of two unsigned 32-bit words; every step of it fits into one word. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0
  const carry = ((middle & 0xffff) + Math.imul(aLow, bHigh)) | 0
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0
}

/**
 * Replaces the four words of `block` (the counter) by the generator's output for that counter under a 64-bit key.
 * Words are kept signed inside, which engines compute as machine integers; only bits count.
 */
export function philox4x32(block: Uint32Array, keyLow: number, keyHigh: number): void {
  let c0 = (block[0] ?? 0) | 0
  let c1 = (block[1] ?? 0) | 0
  let c2 = (block[2] ?? 0) | 0
  let c3 = (block[3] ?? 0) | 0
  let k0 = keyLow | 0
  let k1 = keyHigh | 0
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0)
    const high1 = multiplyHigh(MULTIPLIER_1, c2)
    const low0 = Math.imul(MULTIPLIER_0, c0)
    const low1 = Math.imul(MULTIPLIER_1, c2)
    c0 = high1 ^ c1 ^ k0
    c1 = low1
    c2 = high0 ^ c3 ^ k1
    c3 = low0
    k0 = (k0 + WEYL_0) | 0
    k1 = (k1 + WEYL_1) | 0
  }
  block[0] = c0
  block[1] = c1
  block[2] = c2
  block[3] = c3
}
