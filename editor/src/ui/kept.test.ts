import { expect, test } from 'vitest'
import { keptBy } from './kept.js'

const refuse = (name: string) => () => {
  throw new DOMException('No.', name)
}

test('a browser that blocks its storage, or has no room left, keeps nothing and breaks nothing', () => {
  const blocked = keptBy(refuse('SecurityError'))
  blocked.write('theme', 'dark')
  expect(blocked.read('theme')).toBeUndefined()
  const full = keptBy(() => ({
    length: 0,
    clear: () => undefined,
    key: () => null,
    getItem: () => null,
    removeItem: () => undefined,
    setItem: refuse('QuotaExceededError'),
  }))
  full.write('theme', 'dark')
  expect(full.read('theme')).toBeUndefined()
})
