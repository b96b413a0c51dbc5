import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Systems that the README promises, as prebuilt programs name them. */
const PROMISED = ['linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64']
/** In one package for Windows. */
const WITHOUT_WINDOWS = ['@img/sharp-libvips-']

test('the lock file has every prebuilt program for every system that is promised', () => {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')
  const names = new Set([...lock.matchAll(/^ {2}'?([^'\s]+)@[^@'\s]+'?:$/gm)].map(([, name = '']) => name))
  const families = [...names].flatMap((name) => /^(.*)linux-x64(?:-gnu)?$/.exec(name)?.[1] ?? [])
  const missing = families.flatMap((family) =>
    PROMISED.filter((system) => ![...names].some((name) => name.startsWith(family + system)))
      .filter((system) => !(system.startsWith('win32') && WITHOUT_WINDOWS.includes(family)))
      .map((system) => family + system),
  )
  expect(families.length).toBeGreaterThan(5)
  expect(missing).toEqual([])
})
