import { type HTMLAttributes, useEffect, useRef } from 'react'
import type { RenderSignal } from 'rete-react-plugin'
import type { ManifestSocket } from './manifest-socket.js'
import type { Side } from './manifest-node.js'

type SocketSignal =
  | RenderSignal<'socket', { nodeId: string; side: Side; key: string; payload: ManifestSocket }>
  | { type: 'unmount'; data: { element: HTMLElement } }

/** What ports tell Rete of. `emit`, which Rete's renderer hands to every node, is one, whatever the host's scheme. */
export type SocketEmit = (signal: SocketSignal) => void

export interface InlineSocketProps extends HTMLAttributes<HTMLElement> {
  readonly nodeId: string
  readonly side: Side
  readonly name: string
  readonly socket: ManifestSocket
  readonly emit: SocketEmit
}

/**
 * The place where wires are pressed and dropped, inside the node's own React root. Rete would mount a root for every
 * socket; `filled` tells its renderer that there is nothing to mount, while the connection plugin registers the element.
 */
export function InlineSocket({ nodeId, side, name, socket, emit, ...attributes }: InlineSocketProps) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = ref.current
    if (element === null) return undefined
    const data = { type: 'socket' as const, side, key: name, nodeId, element, payload: socket, filled: true }
    emit({ type: 'render', data })
    emit({ type: 'rendered', data })
    return () => emit({ type: 'unmount', data: { element } })
    // `emit` is made anew at every render of the node and always does the same.
  }, [nodeId, side, name, socket])
  return <div ref={ref} data-node={nodeId} data-side={side} data-port={name} {...attributes} />
}
