import type { PortManifest } from '@frameloom/graph'
import type { CSSProperties } from 'react'
import { InlineSocket, type SocketEmit } from './inline-socket.js'
import type { ManifestNode, Side } from './manifest-node.js'
import { type SocketColors, socketLook } from './socket-look.js'

export interface PortRowsProps {
  readonly node: ManifestNode
  readonly emit: SocketEmit
  readonly colors?: SocketColors
  /** The sentence of an issue at a port, if there is one. */
  readonly issueAt?: (side: Side, port: string) => string | undefined
}

/** The ports of a node, inputs left and outputs right, in rows of the height that `nodeGeometry` states. */
export function PortRows(props: PortRowsProps) {
  const inputs = props.node.ports('input')
  const outputs = props.node.ports('output')
  const rows = Array.from({ length: Math.max(inputs.length, outputs.length) }, (_, row) => [inputs[row], outputs[row]])
  return (
    <div className="fl-ports">
      {rows.map(([input, output]) => (
        <div className="fl-port-row" key={`${input?.name ?? ''}/${output?.name ?? ''}`}>
          {input && <PortHandle {...props} port={input} side="input" />}
          {output && <PortHandle {...props} port={output} side="output" />}
        </div>
      ))}
    </div>
  )
}

function PortHandle(props: PortRowsProps & { readonly port: PortManifest; readonly side: Side }) {
  const { node, port, side, emit, colors, issueAt } = props
  const socket = node.socket(side, port.name)
  if (socket === undefined) return null
  const { color, shape } = socketLook(port, colors)
  const issue = issueAt?.(side, port.name)
  return (
    <InlineSocket
      nodeId={node.id}
      side={side}
      name={port.name}
      socket={socket}
      emit={emit}
      className="fl-port"
      title={issue ?? portTitle(port)}
      data-issue={issue === undefined ? undefined : ''}
      data-optional={port.optional ? '' : undefined}
      style={{ '--socket': color } as CSSProperties}
    >
      <span className="fl-dot" data-shape={shape} aria-hidden />
      <span className="fl-port-name">{port.name}</span>
    </InlineSocket>
  )
}

/** What a port is, in words: for tooltips and for accessible names. */
export function portTitle({ socket, flow, live, optional, help }: PortManifest): string {
  const kind = flow === 'stream' ? `a stream of ${socket}, one per chunk` : `one ${socket} per run`
  const notes = [live ? 'may change while the video plays' : '', optional ? 'may stay without a wire' : '']
  return [`${help}`, `${kind}.`, ...notes.filter(Boolean).map((note) => `It ${note}.`)].join('\n')
}
