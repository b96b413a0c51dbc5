import type { CSSProperties } from 'react'
import type { NodeEditor } from 'rete'
import { Presets } from 'rete-react-plugin'
import { isManifestNode } from './manifest-node.js'
import type { Scheme } from './scheme.js'
import { frameloomColors, type SocketColors, socketLook } from './socket-look.js'

export interface TypedWireOptions {
  readonly editor: NodeEditor<Scheme>
  readonly colors?: SocketColors
}

/** Makes the component that draws wires in the colour of their value; wires of streams are dashed. */
export function typedWire({ editor, colors = frameloomColors }: TypedWireOptions) {
  return function TypedWire({ data }: { readonly data: Scheme['Connection'] }) {
    const { path } = Presets.classic.useConnection()
    const source = editor.getNode(data.source)
    const target = editor.getNode(data.target)
    const socket =
      (isManifestNode(source) ? source.socket('output', data.sourceOutput) : undefined) ??
      (isManifestNode(target) ? target.socket('input', data.targetInput) : undefined)
    if (path === null) return null
    const look = socket === undefined ? undefined : socketLook(socket.port, colors)
    const style = { '--socket': look?.color ?? 'currentColor' } as CSSProperties
    return (
      <svg className="fl-wire" data-wire={data.id} data-flow={socket?.port.flow} style={style} aria-hidden>
        <path className="fl-wire-hit" d={path} />
        <path className="fl-wire-line" d={path} />
      </svg>
    )
  }
}
