import type { ManifestNode } from '@frameloom/rete-plugin'
import { createRoot } from 'react-dom/client'
import { ClassicPreset, type GetSchemes, NodeEditor } from 'rete'
import { AreaExtensions, AreaPlugin } from 'rete-area-plugin'
import { ConnectionPlugin } from 'rete-connection-plugin'
import { type ContextMenuExtra, ContextMenuPlugin } from 'rete-context-menu-plugin'
import { type MinimapExtra, MinimapPlugin } from 'rete-minimap-plugin'
import { Presets, type ReactArea2D, ReactPlugin } from 'rete-react-plugin'

/** A node as this host has them: with a size, for the minimap. */
export class HostNode extends ClassicPreset.Node {
  width = 180
  height = 140

  constructor() {
    super('The host’s own node')
    const socket = new ClassicPreset.Socket('anything')
    this.addOutput('out', new ClassicPreset.Output(socket, 'out'))
    this.addInput('in', new ClassicPreset.Input(socket, 'in', true))
  }
}

export type HostScheme = GetSchemes<
  HostNode | ManifestNode,
  ClassicPreset.Connection<ClassicPreset.Node, ClassicPreset.Node>
>
type HostSignals = ReactArea2D<HostScheme> | ContextMenuExtra | MinimapExtra

/** A Rete editor as somebody else has it: its own nodes, a selection, a minimap, a context menu. Nothing in here knows of documents. */
export function openHostEditor(container: HTMLElement) {
  const editor = new NodeEditor<HostScheme>()
  const area = new AreaPlugin<HostScheme, HostSignals>(container)
  const connection = new ConnectionPlugin<HostScheme, HostSignals>()
  const render = new ReactPlugin<HostScheme, HostSignals>({ createRoot })
  editor.use(area)
  area.use(connection)
  area.use(render)
  AreaExtensions.selectableNodes(area, AreaExtensions.selector(), { accumulating: AreaExtensions.accumulateOnCtrl() })
  area.use(new MinimapPlugin<HostScheme>({ boundViewport: true }))
  area.use(
    new ContextMenuPlugin<HostScheme>({
      items: (context) => ({
        searchBar: false,
        list:
          context === 'root'
            ? [{ label: 'Add a node', key: 'add', handler: async () => void (await editor.addNode(new HostNode())) }]
            : [{ label: 'Delete', key: 'delete', handler: async () => void (await editor.removeNode(context.id)) }],
      }),
    }),
  )
  render.addPreset(Presets.minimap.setup({ size: 110 }))
  render.addPreset(Presets.contextMenu.setup())
  return { editor, area, connection, render }
}
