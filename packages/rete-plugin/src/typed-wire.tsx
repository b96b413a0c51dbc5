import type { CSSProperties } from 'react'
import type { NodeEditor } from 'rete'
import { Presets } from 'rete-react-plugin'
import { isManifestNode } from './manifest-node.js'
import { isManifestWire, wirePointId } from './manifest-wire.js'
import type { Scheme } from './scheme.js'
import { frameloomColors, type SocketColors, socketLook } from './socket-look.js'
import { wirePath } from './wire-path.js'

export interface TypedWireOptions {
  readonly editor: NodeEditor<Scheme>
  readonly colors?: SocketColors
  /** Is the reroute point of this id (`wirePointId`) selected? Draw the wire anew (`area.update`) when that changes. */
  readonly isChosen?: (point: string) => boolean
}

const SIZE = { dot: 4.5, hit: 12 }

/**
 * Makes the component that draws wires in the colour of their value, through their reroute points; wires of streams are dashed.
 * Make it once for an editor: another component is another wire to React.
 */
export function typedWire({ editor, colors = frameloomColors, isChosen }: TypedWireOptions) {
  return function TypedWire({ data }: { readonly data: Scheme['Connection'] }) {
    const { path: straight, start, end } = Presets.classic.useConnection()
    const points = isManifestWire(data) ? data.points : []
    const path = points.length > 0 && start && end ? wirePath({ start, points, end }) : straight
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
        {points.map(({ x, y }, index) => (
          <g
            key={index}
            className="fl-point"
            data-point={index}
            data-selected={isChosen?.(wirePointId(data.id, index)) ? '' : undefined}
            transform={`translate(${x} ${y})`}
          >
            <circle className="fl-point-hit" r={SIZE.hit} />
            <circle className="fl-point-dot" r={SIZE.dot} />
          </g>
        ))}
      </svg>
    )
  }
}
