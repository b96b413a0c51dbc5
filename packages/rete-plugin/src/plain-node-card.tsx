import type { ReactNode } from 'react'
import type { SocketEmit } from './inline-socket.js'
import { isManifestNode } from './manifest-node.js'
import { PortRows } from './port-rows.js'
import type { Scheme } from './scheme.js'
import type { SocketColors } from './socket-look.js'

export interface PlainNodeCardProps {
  readonly data: Scheme['Node']
  readonly emit: SocketEmit
  readonly colors?: SocketColors
  /** What stands under the ports: fields, pictures. */
  readonly children?: ReactNode
}

/** A `ManifestNode` in its simplest face: title, ports, and whatever a host puts under them. */
export function PlainNodeCard({ data, emit, colors, children }: PlainNodeCardProps) {
  if (!isManifestNode(data)) return null
  const missing = data.manifest === undefined
  return (
    <div
      className="fl-card"
      role="group"
      tabIndex={0}
      aria-label={data.label}
      data-missing={missing ? '' : undefined}
      data-selected={data.selected ? '' : undefined}
      data-collapsed={data.collapsed ? '' : undefined}
      data-bypassed={data.source.bypassed ? '' : undefined}
      data-preview={data.manifest?.preview ? '' : undefined}
    >
      <div className="fl-title">
        {data.label}
        {data.source.bypassed && <span className="fl-bypassed"> bypassed</span>}
      </div>
      <PortRows node={data} emit={emit} {...(colors ? { colors } : {})} />
      {missing && !data.collapsed && (
        <p className="fl-note">Node type {data.source.type} is not installed. Nothing of it is lost.</p>
      )}
      {!data.collapsed && children}
    </div>
  )
}
