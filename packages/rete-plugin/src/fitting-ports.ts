import type { NodeEditor } from 'rete'
import { hearing, type HostArea, type HostConnection } from './host.js'
import type { Scheme } from './scheme.js'
import { upstreamOf, downstreamOf, whyNotWire } from './why-not-wire.js'
import { endsBetween, type SocketEnd } from './wire-flow.js'

interface Canvas {
  readonly editor: NodeEditor<Scheme>
  readonly area: HostArea
  readonly connection: HostConnection
}

/** While a wire is drawn, ports carry `data-fit="yes"` or `"no"`, for the style sheet. No node is rendered. */
export function highlightFittingPorts({ editor, area, connection }: Canvas): void {
  const ports = () => area.container.querySelectorAll<HTMLElement>('[data-port]')
  connection.addPipe(
    hearing((signal) => {
      if (signal.type === 'connectionpick') {
        const { socket } = signal.data
        area.container.dataset['wiring'] = socket.side
        // A wire to any of these would close a cycle: walked once, not for every port.
        const cyclic = (socket.side === 'output' ? upstreamOf : downstreamOf)(editor, socket.nodeId)
        for (const port of ports()) port.dataset['fit'] = fits({ editor, cyclic }, socket, port) ? 'yes' : 'no'
      }
      if (signal.type === 'connectiondrop') {
        delete area.container.dataset['wiring']
        for (const port of ports()) delete port.dataset['fit']
      }
    }),
  )
}

interface Drawing {
  readonly editor: NodeEditor<Scheme>
  /** Nodes that a wire from the start may not lead to. */
  readonly cyclic: ReadonlySet<string>
}

function fits({ editor, cyclic }: Drawing, start: SocketEnd, { dataset }: HTMLElement): boolean {
  const side = dataset['side'] === 'input' ? 'input' : 'output'
  const here = { nodeId: dataset['node'] ?? '', side, key: dataset['port'] ?? '' } as const
  if (here.nodeId === start.nodeId && here.side === start.side && here.key === start.key) return true
  const ends = endsBetween(start, here)
  return ends !== undefined && whyNotWire(editor, ends, () => cyclic.has(here.nodeId)) === undefined
}
