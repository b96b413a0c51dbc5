import '@frameloom/rete-plugin/style.css'
import './page.css'
import { saveDocument } from '@frameloom/graph'
import {
  type AreaSignals,
  drawWires,
  frameloom,
  isManifestNode,
  PlainNodeCard,
  rerouteByPointer,
  type Scheme,
} from '@frameloom/rete-plugin'
import { createRoot } from 'react-dom/client'
import { ClassicPreset, NodeEditor } from 'rete'
import { AreaPlugin } from 'rete-area-plugin'
import { ConnectionPlugin, Presets as ConnectionPresets } from 'rete-connection-plugin'
import { Presets, ReactPlugin } from 'rete-react-plugin'
import { manifests } from './nodes.js'
import { start } from './start.js'

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`The page has no element '${id}'.`)
  return found
}

const editor = new NodeEditor<Scheme>()
const area = new AreaPlugin<Scheme, AreaSignals>(element('canvas'))
const connection = new ConnectionPlugin<Scheme, AreaSignals>()
const render = new ReactPlugin<Scheme, AreaSignals>({ createRoot })
editor.use(area)
area.use(connection)
area.use(render)

const { mirror, socketPositions, routes } = frameloom({
  editor,
  area,
  connection,
  manifests,
  refused: (reason) => (element('said').textContent = `Refused: ${reason}`),
})
// Wires that begin at nodes of the page's own.
connection.addPreset(ConnectionPresets.classic.setup())
drawWires({ editor, area, socketPositions })
render.addPreset(
  Presets.classic.setup({
    socketPositionWatcher: socketPositions,
    customize: {
      node: ({ payload }) => (isManifestNode(payload) ? PlainNodeCard : Presets.classic.Node),
      connection: () => null,
    },
  }),
)

rerouteByPointer({ area, mirror, routes })

const show = () => (element('text').textContent = saveDocument(mirror.document))
mirror.subscribe(show)
element('export').addEventListener('click', show)

await mirror.show(start)
const mine = new ClassicPreset.Node('The host’s own node')
const socket = new ClassicPreset.Socket('anything')
mine.addOutput('out', new ClassicPreset.Output(socket, 'out'))
mine.addInput('in', new ClassicPreset.Input(socket, 'in', true))
await editor.addNode(mine)
await area.translate(mine.id, { x: 60, y: 420 })
show()
