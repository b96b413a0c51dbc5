import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { graphDocument } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { ManifestNode } from './manifest-node.js'
import { manifests, portOf } from './manifest.fixture.js'
import { nodeGeometry, portOffset, portsHeight } from './node-geometry.js'
import { socketLook } from './socket-look.js'

const [source] = graphDocument.parse({
  format: 'frameloom-graph',
  formatVersion: 1,
  nodes: [{ id: 'a', type: 'test/source', version: 1 }],
  wires: [],
}).nodes

function sourceNode(fields: object = {}) {
  if (source === undefined) throw new Error('the document has a node')
  return new ManifestNode({ ...source, ...fields }, manifests[0])
}

test('puts ports in rows under the title, outputs at the right edge', () => {
  const node = sourceNode()
  expect(portOffset({ node, side: 'output', port: 'model' })).toEqual({ x: 256, y: 54 })
  expect(portOffset({ node, side: 'output', port: 'frames' })).toEqual({ x: 256, y: 78 })
  expect(portsHeight(node)).toBe(96)
})

test('gathers all ports at the title of a folded node', () => {
  const node = sourceNode({ collapsed: true })
  expect(portOffset({ node, side: 'output', port: 'frames' })).toEqual({ x: 256, y: 18 })
})

test('the style sheet keeps the numbers that wires are drawn from', () => {
  const css = readFileSync(join(import.meta.dirname, '../style.css'), 'utf8')
  const rule = (selector: string) => css.split(`\n${selector} {`)[1]?.split('}')[0] ?? ''
  expect(rule('.fl-card')).toContain(`width: ${nodeGeometry.width}px`)
  expect(rule('.fl-card[data-preview]')).toContain(`width: ${nodeGeometry.previewWidth}px`)
  expect(rule('.fl-title')).toContain(`height: ${nodeGeometry.titleHeight}px`)
  expect(rule('.fl-port-row')).toContain(`height: ${nodeGeometry.rowHeight}px`)
  expect(rule('.fl-ports')).toContain(`padding: ${nodeGeometry.rowsTop}px 0`)
})

test('gives an unknown socket a colour of its own, always the same, and the flow as a shape', () => {
  const port = portOf('x', 'somebody-elses', { flow: 'stream' })
  expect(socketLook(port)).toEqual(socketLook({ ...port, name: 'y' }))
  expect(socketLook(port).shape).toBe('square')
  expect(socketLook({ ...port, flow: 'value', live: true }).shape).toBe('diamond')
  expect(socketLook(port, { 'somebody-elses': 'red' }).color).toBe('red')
  expect(socketLook(port).color).not.toBe(socketLook({ ...port, socket: 'another' }).color)
})
