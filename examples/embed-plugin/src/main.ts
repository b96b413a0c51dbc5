import '@frameloom/rete-plugin/style.css'
import './page.css'
import { saveDocument } from '@frameloom/graph'
import { drawWires, frameloom, isManifestNode, PlainNodeCard, rerouteByPointer } from '@frameloom/rete-plugin'
import { Presets as ConnectionPresets } from 'rete-connection-plugin'
import { Presets } from 'rete-react-plugin'
import { HostNode, openHostEditor } from './host-editor.js'
import { manifests } from './nodes.js'
import { start } from './start.js'

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`The page has no element '${id}'.`)
  return found
}

const { editor, area, connection, render } = openHostEditor(element('canvas'))

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
const mine = new HostNode()
await editor.addNode(mine)
await area.translate(mine.id, { x: 60, y: 420 })
show()
