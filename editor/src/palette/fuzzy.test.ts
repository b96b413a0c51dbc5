import { expect, test } from 'vitest'
import { fuzzyScore } from './fuzzy.js'

const best = (query: string, texts: readonly string[]) =>
  texts
    .map((text) => ({ text, score: fuzzyScore(query, text) }))
    .filter(({ score }) => score !== undefined)
    .toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))[0]?.text

const titles = [
  'Model Loader',
  'Prompt',
  'MemRoPE Cache',
  'Online RoPE',
  'Frame Sampler',
  'Frame Decoder',
  'Full Cache',
]

test.each([
  ['mem', 'MemRoPE Cache'],
  ['fs', 'Frame Sampler'],
  ['fd', 'Frame Decoder'],
  ['rope', 'Online RoPE'],
  ['cache', 'Full Cache'],
  ['PROMPT', 'Prompt'],
])('%s finds %s', (query, title) => {
  expect(best(query, titles)).toBe(title)
})

test('does not find what has not all letters in order', () => {
  expect(fuzzyScore('xyz', 'Frame Sampler')).toBeUndefined()
  expect(fuzzyScore('pmar', 'Frame')).toBeUndefined()
})
