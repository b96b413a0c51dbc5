import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const sources = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name))
    .map((name) => join(folder, name))

test('needs nothing that a browser lacks', () => {
  const packages = join(import.meta.dirname, '..', '..')
  const files = [...sources(join(packages, 'protocol', 'src')), ...sources(join(packages, 'graph', 'src'))]
  expect(files.length).toBeGreaterThan(40)
  expect(files.filter((path) => /from 'node:|\b(process|Buffer)\.\w/.test(readFileSync(path, 'utf8')))).toEqual([])
})
