import { expect, test } from 'vitest'
import { z } from 'zod'
import { createCatalog } from './catalog.js'
import { DefinitionError } from './check-definition.js'
import { defineNode } from './node.js'
import { definePack } from './pack.js'
import { port } from './port.js'
import { socketType } from './socket.js'

const readsText = (summary: string, type: string) =>
  defineNode({
    type,
    version: 1,
    title: 'Reader',
    category: 'Test',
    help: 'Reads.',
    inputs: { text: port(socketType<string>('text', summary), 'A text.') },
    outputs: {},
    params: z.strictObject({}),
    execute: () => {},
  })

test('finds a type with its pack and its manifest', () => {
  const catalog = createCatalog([definePack({ name: 'acme', nodes: [readsText('A text.', 'test/reader')] })])
  expect(catalog.get('test/reader')).toMatchObject({ pack: 'acme', manifest: { type: 'test/reader' } })
})

test('refuses two owners of one type, and one socket described in two ways, naming both packs', () => {
  const packs = [
    definePack({ name: 'acme', nodes: [readsText('A text.', 'test/reader')] }),
    definePack({ name: 'other', nodes: [readsText('A text.', 'test/reader'), readsText('Words.', 'test/words')] }),
  ]
  expect(() => createCatalog(packs)).toThrow(DefinitionError)
  expect(() => createCatalog(packs)).toThrow(/'test\/reader' is offered by 'acme' and by 'other'/)
  expect(() => createCatalog(packs)).toThrow(/socket 'text' of 'other' is not the one of 'acme'/)
})
