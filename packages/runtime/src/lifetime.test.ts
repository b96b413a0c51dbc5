import { expect, test } from 'vitest'
import { Lifetime } from './lifetime.js'

function watched() {
  const freed: string[] = []
  return { freed, lifetime: new Lifetime('The thing', () => freed.push('freed')) }
}

test('ends at once where nobody else uses it, and only once', async () => {
  const { freed, lifetime } = watched()
  await lifetime.close()
  await lifetime.close()
  expect(freed).toEqual(['freed'])
})

test('waits for its last user', async () => {
  const { freed, lifetime } = watched()
  lifetime.enter()
  lifetime.enter()
  const closed = lifetime.close()
  lifetime.leave()
  expect(freed).toEqual([])
  lifetime.leave()
  expect(freed).toEqual(['freed'])
  await closed
})

test('takes more users while one keeps it alive, and none when it has ended', async () => {
  const { lifetime } = watched()
  lifetime.enter()
  const closed = lifetime.close()
  expect(() => lifetime.requireOpen()).toThrow('The thing was disposed')
  lifetime.enter()
  lifetime.leave()
  lifetime.leave()
  await closed
  expect(() => lifetime.enter()).toThrow(expect.objectContaining({ code: 'disposed' }))
})
