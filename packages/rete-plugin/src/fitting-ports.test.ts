// @vitest-environment happy-dom
import type { SocketData } from 'rete-connection-plugin'
import { expect, test, vi } from 'vitest'
import { documentOf, nodeOf, openEditor, wireOf } from './editor.fixture.js'

const NODES = 400

/** Filters, each of which reads from the one before. */
const chain = documentOf({
  nodes: Array.from({ length: NODES }, (_, i) => nodeOf(`n${i}`, 'test/filter')),
  wires: Array.from({ length: NODES - 1 }, (_, i) => wireOf(`n${i}.out`, `n${i + 1}.in`)),
})

function port(node: string, side: 'input' | 'output', key: string) {
  const element = document.createElement('div')
  Object.assign(element.dataset, { port: key, node, side })
  return element
}

test('a wire fits wherever it closes no cycle, and wires are walked once for all ports', async () => {
  const { area, connection, editor, mirror } = openEditor()
  await mirror.show(chain)
  const inputs = chain.nodes.map(({ id }) => port(id, 'input', 'in'))
  area.container.append(...inputs)
  const socket: SocketData = { nodeId: 'n200', side: 'output', key: 'out', type: 'socket', element: area.container }
  const walked = vi.spyOn(editor, 'getConnections')
  await connection.emit({ type: 'connectionpick', data: { socket } })
  expect(walked).toHaveBeenCalledTimes(1)
  expect(inputs.map(({ dataset }) => dataset['fit'])).toEqual(inputs.map((_, i) => (i > 200 ? 'yes' : 'no')))
})
