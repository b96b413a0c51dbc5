import { expect, test } from 'vitest'
import { z } from 'zod'
import { createCatalog } from './catalog.js'
import { namedFiles } from './named-files.js'
import { defineNode, type NodeDefinition } from './node.js'
import { definePack } from './pack.js'

const params = z.strictObject({
  source: z.enum(['world', 'pictures', 'video']).default('world').meta({ title: 'Source', description: 'x' }),
  files: z
    .string()
    .default('')
    .meta({
      title: 'Files',
      description: 'x',
      files: [
        { types: ['image/png'], several: true, when: { source: 'pictures' } },
        { types: ['video/mp4'], several: false, when: { source: 'video' } },
      ],
    }),
})

const face = { version: 1, title: 'Reader', category: 'Test', help: 'For tests.', inputs: {}, outputs: {} }
const define = (type: string, of: z.ZodObject): NodeDefinition =>
  defineNode({ ...face, type, params: of, execute: () => {} })
const catalog = createCatalog([definePack({ name: 'reading', nodes: [define('test/reader', params)] })])

const document = (...nodes: readonly Record<string, unknown>[]) => ({
  format: 'frameloom-graph',
  formatVersion: 1,
  nodes: nodes.map((node, index) => ({ id: `n${index}`, type: 'test/reader', version: 1, ...node })),
  wires: [],
})

test('names every file that a node reads, a line each, and where', () => {
  const files = ' sea.png \n\ndata:image/png;base64,AAAA\nhills/hill.png\n'
  const nodes = [{ params: { files } }, { params: { source: 'pictures', files } }]
  expect(namedFiles(document(...nodes), catalog)).toEqual(
    ['sea.png', 'hills/hill.png'].map((name) => ({
      node: 'n1',
      title: 'Reader',
      param: 'files',
      path: '/nodes/1/params/files',
      name,
    })),
  )
})

test('names none that are not read: of another source, of a bypassed node, of what is no document', () => {
  const reading = { source: 'video', files: 'clip.mp4' }
  expect(namedFiles(document({ params: reading }), catalog)).toHaveLength(1)
  expect(namedFiles(document({ params: { files: 'clip.mp4' } }), catalog)).toEqual([])
  expect(namedFiles(document({ params: reading, bypassed: true }), catalog)).toEqual([])
  expect(namedFiles(document({ params: { ...reading, source: 'else' } }), catalog)).toEqual([])
  for (const none of [undefined, null, 3, 'x', [], {}, { ...document(), nodes: 'x' }]) {
    expect(namedFiles(none, catalog)).toEqual([])
  }
})

test('refuses a declaration that depends on a parameter which is none', () => {
  const kinds = [{ types: ['image/png'], several: true, when: { sauce: 'pictures' } }]
  const files = z.string().default('').meta({ title: 'Files', description: 'x', files: kinds })
  expect(() => define('test/wrong', z.strictObject({ files }))).toThrow(
    "files of parameter 'files' depend on 'sauce', which is not a parameter.",
  )
})
