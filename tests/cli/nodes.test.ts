import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nodeManifest } from '@frameloom/graph'
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

test('doctor finds Node, the runtime and the CPU, and says what to do about the rest', async () => {
  const ended = await frameloom('doctor', '--json')
  expect(ended).toMatchObject({ status: 0, err: '' })
  const [{ findings }] = jsonLines(ended) as [{ findings: { name: string; status: string; cure?: string }[] }]
  const statusOf = (name: string) => findings.find((finding) => finding.name === name)?.status
  expect(['node', 'onnx-runtime', 'device-cpu'].map(statusOf)).toEqual(['ok', 'ok', 'ok'])
  expect(findings.filter(({ status, cure }) => status !== 'ok' && cure === undefined)).toEqual([])
})
