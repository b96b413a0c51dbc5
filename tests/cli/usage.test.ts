import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@frameloom/wan/testing'
import { expect, test } from 'vitest'
import { frameloom, jsonLines } from './frameloom.js'

test('wrong usage exits with 2 and says what is wrong', async () => {
  const ended = await frameloom('plan', '--strategy', 'memory', '--chunks', '8')
  expect(ended.status).toBe(2)
  expect(ended.err).toMatch(/memory/)
  expect(ended.err).not.toContain('    at ')
})

test('validate prints every issue with its place and exits with 1', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'wrong.frameloom.json')
  const nodes = [
    { id: 'a', type: 'no/such-node', version: 1 },
    { id: 'b', type: 'memory/memrope-cache', version: 1, params: { longRate: 7, sinks: 3 } },
    { id: 'c', type: 'output/save-video', version: 1, params: { name: '..' } },
  ]
  await writeFile(path, JSON.stringify({ format: 'frameloom-graph', formatVersion: 1, nodes, wires: [] }))
  const ended = await frameloom('validate', path, '--json')
  expect(ended).toMatchObject({ status: 1, err: '' })
  const [{ valid, issues }] = jsonLines(ended) as [{ valid: boolean; issues: { path: string }[] }]
  expect(valid).toBe(false)
  expect(issues.map((issue) => issue.path)).toEqual(
    expect.arrayContaining([
      '/nodes/0/type',
      '/nodes/1/params/longRate',
      '/nodes/1/params/sinks',
      '/nodes/2/params/name',
    ]),
  )
})

test('validate survives a broken video', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'file')
  await writeFile(path, '\u001aE\u07e3', 'latin1')
  const ended = await frameloom('validate', path)
  expect(ended.status).toBe(1)
  expect([...ended.lines, ended.err].join('\n')).not.toContain('    at ')
})

test('a document that is not there is refused in one sentence, as JSON too', async () => {
  const ended = await frameloom('run', 'no-such.frameloom.json', '--json')
  expect(ended.status).toBe(1)
  expect(ended.err).toMatch(/^no-such\.frameloom\.json cannot be opened.*\n$/)
  expect(jsonLines(ended)).toMatchObject([{ error: { code: 'document-unreadable' } }])
})
