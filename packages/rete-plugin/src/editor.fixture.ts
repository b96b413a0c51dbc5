import { type GraphDocument, graphDocument } from '@frameloom/graph'
import { NodeEditor, Scope } from 'rete'
import { AreaPlugin } from 'rete-area-plugin'
import { ConnectionPlugin } from 'rete-connection-plugin'
import { frameloom } from './frameloom-plugin.js'
import { manifests } from './manifest.fixture.js'
import type { AreaSignals, Scheme } from './scheme.js'

/** A real Rete editor on a DOM, with the plugin. */
export function openEditor() {
  const editor = new NodeEditor<Scheme>()
  const area = new AreaPlugin<Scheme, AreaSignals>(document.createElement('div'))
  const connection = new ConnectionPlugin<Scheme, AreaSignals>()
  const refusals: string[] = []
  editor.use(area)
  area.use(connection)
  const refused = (reason: string) => refusals.push(reason)
  const { mirror, routes, socketPositions } = frameloom({ editor, area, connection, manifests, refused })
  // As a renderer's preset does it.
  const renderer = new Scope<never, [AreaSignals]>('renderer')
  area.use(renderer)
  socketPositions.attach(renderer)
  const heard: GraphDocument[] = []
  mirror.subscribe((next) => heard.push(next))
  return { editor, area, connection, mirror, routes, socketPositions, heard, refusals }
}

export const documentOf = (parts: object): GraphDocument =>
  graphDocument.parse({ format: 'frameloom-graph', formatVersion: 1, nodes: [], wires: [], ...parts })

export const nodeOf = (id: string, type: string, rest: object = {}) => ({ id, type, version: 1, ...rest })

export const wireOf = (from: string, to: string) => {
  const [node = '', port = ''] = from.split('.')
  const [toNode = '', toPort = ''] = to.split('.')
  return { from: { node, port }, to: { node: toNode, port: toPort } }
}

/** Two nodes and the wire between them. */
export const pair = documentOf({
  nodes: [nodeOf('a', 'test/source', { position: { x: 10, y: 20 } }), nodeOf('b', 'test/end')],
  wires: [wireOf('a.model', 'b.model')],
})
