import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeManifest } from '@frameloom/graph'
import { temporaryFolder } from '@frameloom/wan/testing'
import { expect, test } from 'vitest'
import { frameloom, jsonLines, root } from './frameloom.js'

test('nodes/REFERENCE.md is what the definitions say (npm run manifests)', async () => {
  const { lines } = await frameloom('nodes', '--markdown')
  expect(readFileSync(join(root, 'nodes/REFERENCE.md'), 'utf8')).toBe(`${lines.join('\n')}\n`)
})

test('the manifests that the page is tested with are those of today (npm run manifests)', async () => {
  const { lines } = await frameloom('nodes', '--json')
  const manifests = nodeManifest.array().parse(JSON.parse(lines.join('')))
  const kept: unknown = JSON.parse(readFileSync(join(root, 'editor/src/testing/nodes.json'), 'utf8'))
  expect(kept).toEqual(manifests)
  expect(manifests.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['model/model-loader', 'memory/memrope-cache', 'sampling/frame-sampler']),
  )
})

test('a pack beside the bundled ones adds its node types, to the list, to the schema and to what is valid', async () => {
  const pack = ['--pack', join(root, 'server/dist/testing/test-pack.js')]
  const { lines } = await frameloom('nodes', '--schema', ...pack)
  expect(JSON.parse(lines.join(''))).toMatchObject({ properties: { nodes: { items: expect.anything() as unknown } } })
  expect(lines.join('')).toContain('{"const":"test/painter"}')
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'painted.frameloom.json')
  const nodes = [{ id: 'a', type: 'test/painter', version: 1, params: {} }]
  await writeFile(path, JSON.stringify({ format: 'frameloom-graph', formatVersion: 1, nodes, wires: [] }))
  expect((await frameloom('validate', path, ...pack)).status).toBe(0)
  expect((await frameloom('validate', path)).lines.join()).toContain('test/painter')
})

test('doctor finds Node, the runtime and the CPU, and says what to do about the rest', async () => {
  const ended = await frameloom('doctor', '--json')
  expect(ended).toMatchObject({ status: 0, err: '' })
  const [{ findings }] = jsonLines(ended) as [{ findings: { name: string; status: string; cure?: string }[] }]
  const statusOf = (name: string) => findings.find((finding) => finding.name === name)?.status
  expect(['node', 'onnx-runtime', 'device-cpu'].map(statusOf)).toEqual(['ok', 'ok', 'ok'])
  expect(findings.filter(({ status, cure }) => status !== 'ok' && cure === undefined)).toEqual([])
})
