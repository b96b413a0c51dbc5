import { strategyNames } from '@frameloom/kv-cache'
import { expect, test } from 'vitest'
import { frameloom, jsonLines, start } from './frameloom.js'

interface PlannedSlot {
  readonly kind: string
  readonly frames: readonly number[]
  readonly weights: readonly number[]
  readonly position: number
}

const plan = async (strategy: string, ...args: readonly string[]) => {
  const ended = await frameloom('plan', '--strategy', strategy, '--json', ...args)
  expect(ended.err).toBe('')
  return jsonLines(ended)
}
const slotsOf = (line: Record<string, unknown> | undefined) => line?.['slots'] as readonly PlannedSlot[]

/** `0`, `1`, ... for a frame, L and s for the memories. */
const names = (slots: readonly PlannedSlot[]) =>
  slots.map(({ kind, frames }) => (kind === 'long-term' ? 'L' : kind === 'short-term' ? 's' : frames.join('+')))

test('MemRoPE holds sinks, two memories, four recent frames and the chunk, at positions 0 to 11', async () => {
  const lines = await plan('memrope', '--chunks', '8')
  expect(lines.map(({ chunk }) => chunk)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(names(slotsOf(lines[4])).join(' ')).toBe('0 1 2 L s 8 9 10 11 12 13 14')
  expect(names(slotsOf(lines[7])).join(' ')).toBe('0 1 2 L s 17 18 19 20 21 22 23')
  expect(slotsOf(lines[7]).map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
})

test('memories weigh evicted chunks by a(1 - a)^k, and the first one by what is left', async () => {
  const lines = await plan('memrope', '--chunks', '8', '--params', '{"parity": true}')
  for (const [kind, rate] of [
    ['long-term', 0.01],
    ['short-term', 0.1],
  ] as const) {
    const memory = slotsOf(lines[7]).find((slot) => slot.kind === kind)
    // With the released code's switch, frames 3 and 4 are dropped; chunks 4 to 7 evict three frames each.
    expect(memory?.frames).toEqual(Array.from({ length: 12 }, (_, i) => 5 + i))
    const first = (1 - rate) ** 3
    const shares = [first, rate * (1 - rate) ** 2, rate * (1 - rate), rate].flatMap((share) => Array(3).fill(share / 3))
    // Shares are products of a few f64 numbers.
    for (const [i, weight] of (memory?.weights ?? []).entries()) expect(weight).toBeCloseTo(shares[i], 12)
  }
})

test('a million chunks stay within the window, in few lines and a summary of all', async () => {
  const lines = await plan('memrope', '--chunks', '1000000')
  expect(lines.length).toBeLessThan(300)
  expect(lines.at(-2)?.['chunk']).toBe(999_999)
  expect(lines.at(-1)).toMatchObject({ summary: { chunks: 1_000_000, capacity: 12, mostSlots: 12, maxPosition: 11 } })
})

test.each(strategyNames)('%s: no plan exceeds its capacity, and every slot is accounted for', async (strategy) => {
  const capacity = strategy === 'full' ? 90 : 12
  for (const line of await plan(strategy, '--chunks', '30')) {
    const slots = slotsOf(line)
    expect(slots.length).toBeLessThanOrEqual(capacity)
    expect(slots.slice(-3).map(({ kind }) => kind)).toEqual(['chunk', 'chunk', 'chunk'])
    // Up to ninety f64 shares.
    for (const { weights } of slots) expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9)
  }
})

test('absolute positions end with the table: what was planned is printed, then one sentence', async () => {
  const ended = await frameloom('plan', '--strategy', 'sliding-window', '--chunks', '400', '--json')
  expect(ended.status).toBe(1)
  const lines = jsonLines(ended)
  expect(lines.at(-2)?.['chunk']).toBe(340)
  expect(lines.at(-1)).toMatchObject({ error: { code: 'position-table-end' } })
  expect(ended.err).toMatch(/1024.*\n$/)
})

test('a reader that closes its end early ends the command without a complaint', async () => {
  const args = ['plan', '--strategy', 'memrope', '--chunks', '100000', '--all', '--json']
  const reading = start(args, () => reading.hangUp())
  expect(await reading.ended).toMatchObject({ status: 0, err: '' })
})

test('parameters that do not fit are refused all at once', async () => {
  const ended = await frameloom(
    'plan',
    '--strategy',
    'memrope',
    '--chunks',
    '8',
    '--params',
    '{"sinks": 2, "longRate": 2}',
  )
  expect(ended.status).toBe(1)
  expect(ended.err).toMatch(/sinks/)
  expect(ended.err).toMatch(/longRate/)
})
