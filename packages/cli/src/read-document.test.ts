import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readDocumentText } from './read-document.js'

const capsule = (document: unknown) => ({
  format: 'frameloom-capsule',
  formatVersion: '1.0',
  createdBy: 'a test',
  seed: 1,
  models: [],
  document,
})

test.each([
  ['a document', { format: 'frameloom-graph', title: 'a river' }, { format: 'frameloom-graph', title: 'a river' }],
  ['one whose title is the name of another format', { title: 'frameloom-capsule' }, { title: 'frameloom-capsule' }],
  ['the document in a capsule', capsule({ title: 'a river' }), { title: 'a river' }],
])('reads %s', async (_what, written, document) => {
  const folder = await mkdtemp(join(tmpdir(), 'frameloom-document-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'a.json')
  await writeFile(path, JSON.stringify(written))
  expect(JSON.parse(await readDocumentText(path))).toEqual(document)
})
