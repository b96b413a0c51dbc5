import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { saveDocument, loadDocument } from '@frameloom/graph'
import { callRoute } from '@frameloom/protocol'
import { describe, expect, test } from 'vitest'
import { rawRequest } from '../testing/raw-request.js'
import { smallDisk } from '../testing/small-disk.js'
import { paintingDocument, temporaryFolder, testStudio } from '../testing/test-studio.js'

const document = paintingDocument({ chunks: 3 })

async function withDocument() {
  const studio = await testStudio()
  const at = { base: studio.url }
  const saved = await callRoute('createDocument', { body: { document } }, at)
  return { studio, at, saved, params: { id: saved.id } }
}

describe('a document', () => {
  test('comes back as it was sent, with everything that nobody knows', async () => {
    const { at } = await withDocument()
    const strange = {
      ...document,
      future: { a: [1, { b: 'ü' }] },
      nodes: [{ id: 'x', type: 'acme/unknown', version: 9, extra: true }],
    }
    const { id } = await callRoute('createDocument', { body: { document: strange } }, at)
    const read = await callRoute('readDocument', { params: { id } }, at)
    expect(read).toMatchObject({ revision: 1, title: 'Painting', nodes: 1 })
    expect(read.document).toEqual(strange)
  })

  test('is a file that loads and saves byte for byte', async () => {
    const { studio, saved } = await withDocument()
    const text = await readFile(join(studio.dataDir, 'documents', saved.id, '1.frameloom.json'), 'utf8')
    const loaded = loadDocument(text)
    if (!loaded.ok) throw new Error('It was saved by the server.')
    expect(saveDocument(loaded.document)).toBe(text)
  })

  test('that was saved elsewhere meanwhile is not overwritten', async () => {
    const { at, params } = await withDocument()
    await expect(callRoute('saveDocument', { params, body: { document, revision: 1 } }, at)).resolves.toMatchObject({
      revision: 2,
    })
    const stale = callRoute('saveDocument', { params, body: { document, revision: 1 } }, at)
    await expect(stale).rejects.toMatchObject({ status: 409, error: { code: 'stale-revision', revision: 2 } })
  })

  test('saved from two pages at once is saved once', async () => {
    const { at, params } = await withDocument()
    const saves = Array.from({ length: 8 }, () =>
      callRoute('saveDocument', { params, body: { document, revision: 1 } }, at),
    )
    const results = await Promise.allSettled(saves)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('keeps its last twenty revisions, each readable', async () => {
    const { at, params, studio } = await withDocument()
    for (let revision = 1; revision < 24; revision++) {
      const meta = { title: `Revision ${revision + 1}` }
      await callRoute('saveDocument', { params, body: { document: { ...document, meta }, revision } }, at)
    }
    const { revisions } = await callRoute('listRevisions', { params }, at)
    expect(revisions.map(({ revision }) => revision)).toEqual(Array.from({ length: 20 }, (_, index) => 24 - index))
    const old = await callRoute('readDocument', { params, query: { revision: 5 } }, at)
    expect(old.title).toBe('Revision 5')
    await expect(callRoute('readDocument', { params, query: { revision: 4 } }, at)).rejects.toMatchObject({
      status: 404,
    })
    expect(await readdir(join(studio.dataDir, 'documents', params.id))).toHaveLength(20)
  })

  test('is listed until it is deleted', async () => {
    const { at, params } = await withDocument()
    await expect(callRoute('listDocuments', {}, at)).resolves.toMatchObject({
      documents: [{ id: params.id, nodes: 2 }],
    })
    await callRoute('deleteDocument', { params }, at)
    await expect(callRoute('listDocuments', {}, at)).resolves.toEqual({ documents: [] })
    await expect(callRoute('readDocument', { params }, at)).rejects.toMatchObject({ status: 404 })
  })

  test('that is none is refused, and one that cannot run yet is not', async () => {
    const { at } = await withDocument()
    const none = callRoute('createDocument', { body: { document: { format: 'else' } } }, at)
    await expect(none).rejects.toMatchObject({ status: 422, error: { code: 'refused' } })
    const unfinished = { ...document, wires: [] }
    await expect(callRoute('createDocument', { body: { document: unfinished } }, at)).resolves.toMatchObject({
      revision: 1,
    })
    const { issues } = await callRoute('validate', { body: { document: unfinished } }, at)
    expect(issues.map(({ code }) => code)).toContain('missing-wire')
  })
})

test('a document that finds the disk full is refused, and leaves nothing', async (context) => {
  const dataDir = await temporaryFolder()
  const folder = join(dataDir, 'documents')
  // Room for the folder itself and one more entry.
  await smallDisk(context, folder, 'size=256k,nr_inodes=2')
  const { url } = await testStudio({ FRAMELOOM_DATA: dataDir })
  const create = async () => callRoute('createDocument', { body: { document } }, { base: url })
  const full = { status: 507, error: { code: 'disk-full' } }
  await expect(create()).rejects.toMatchObject(full)
  expect(await readdir(folder)).toEqual([])
  await writeFile(join(folder, 'other'), '')
  await expect(create()).rejects.toMatchObject(full)
  expect(await readdir(folder)).toEqual(['other'])
})

test('what a save left that was cut off is gone when the server opens again', async () => {
  const { studio, saved, at, params } = await withDocument()
  const folder = join(studio.dataDir, 'documents', saved.id)
  await writeFile(join(folder, '2.frameloom.json.0b1c.draft'), '{')
  await studio.close()
  const next = await testStudio({ FRAMELOOM_DATA: studio.dataDir })
  expect(await readdir(folder)).toEqual(['1.frameloom.json'])
  await expect(callRoute('readDocument', { params }, { ...at, base: next.url })).resolves.toMatchObject({ revision: 1 })
})

describe('a path from outside', () => {
  const climbing = [
    '../secret',
    '..%2fsecret',
    '%2e%2e%2fsecret',
    '..%5csecret',
    '%00',
    'x%00.json',
    '....//secret',
    '.',
    '..',
    '%2e',
  ]

  test.each(['/api/documents/', '/api/templates/', '/api/runs/'])(
    '%s leads to nothing outside the library',
    async (prefix) => {
      const { studio } = await withDocument()
      await writeFile(join(studio.dataDir, 'secret'), 'out of bounds')
      for (const climb of climbing) {
        for (const path of [`${prefix}${climb}`, `${prefix}x/files/${climb}`]) {
          const answer = await rawRequest(studio.url, path)
          expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true])
          expect(answer.text).not.toContain('out of bounds')
        }
      }
    },
  )

  test('leads to nothing outside the library by a link either', async () => {
    const { studio, at } = await withDocument()
    const outside = await temporaryFolder()
    await writeFile(
      join(outside, '1.frameloom.json'),
      saveDocument(
        await callRoute('readTemplate', { params: { id: 'endless-memrope' } }, at).then((it) => it.document),
      ),
    )
    await symlink(outside, join(studio.dataDir, 'documents', 'linked-folder'))
    await mkdir(join(studio.dataDir, 'documents', 'own-folder'))
    await symlink(
      join(outside, '1.frameloom.json'),
      join(studio.dataDir, 'documents', 'own-folder', '1.frameloom.json'),
    )
    for (const id of ['linked-folder', 'own-folder']) {
      await expect(callRoute('readDocument', { params: { id } }, at)).rejects.toMatchObject({ status: 404 })
    }
    await expect(callRoute('listDocuments', {}, at)).resolves.toMatchObject({ documents: [{ title: 'Painting' }] })
  })
})

test('templates are the examples, and each is a document', async () => {
  const { url } = await testStudio()
  const { templates } = await callRoute('listTemplates', {}, { base: url })
  const ids = templates.map(({ id }) => id)
  expect(ids).toEqual(ids.toSorted())
  expect(ids).toEqual(expect.arrayContaining(['endless-memrope', 'prompt-switch', 'sliding-window']))
  for (const { id } of templates) {
    const { document: template } = await callRoute('readTemplate', { params: { id } }, { base: url })
    const { issues } = await callRoute('validate', { body: { document: template } }, { base: url })
    expect(issues).toEqual([])
  }
})
