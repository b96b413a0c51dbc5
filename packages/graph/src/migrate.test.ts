import { expect, test } from 'vitest'
import { type DocumentMigration, migrateDocument } from './migrate.js'

const steps: DocumentMigration[] = [
  { to: 2, name: 'links become wires', migrate: ({ links, ...rest }) => ({ ...rest, wires: links ?? [] }) },
  { to: 3, name: 'add meta', migrate: (document) => ({ ...document, meta: {} }) },
]

test('takes every named step from the version of the file to the newest, and keeps what it does not know', () => {
  const old = { format: 'frameloom-graph', formatVersion: 1, links: [1], 'x-own': { a: 1 } }
  expect(migrateDocument(old, steps)).toEqual({
    ok: true,
    document: { format: 'frameloom-graph', formatVersion: 3, wires: [1], meta: {}, 'x-own': { a: 1 } },
  })
  const newer = migrateDocument({ ...old, formatVersion: 2 }, steps)
  expect(newer.ok && newer.document).toMatchObject({ links: [1], meta: {} })
})
