import { ClassicPreset, type NodeEditor } from 'rete'
import type { Flow, SocketData } from 'rete-connection-plugin'
import { isManifestNode } from './manifest-node.js'
import { endsOf, isManifestWire, ManifestWire, type WireEnds } from './manifest-wire.js'
import type { Scheme } from './scheme.js'
import { whyNotWire } from './why-not-wire.js'
import { WirePointer } from './wire-pointer.js'

type Context = Parameters<Flow<Scheme, unknown[]>['drop']>[0]
type Pick = Parameters<Flow<Scheme, unknown[]>['pick']>[0]
type Lifted = ReturnType<NodeEditor<Scheme>['getConnections']>[number]

export interface WireFlowOptions {
  /** Called around everything one gesture changes, so that a history can make it one step. */
  readonly gesture: (work: () => Promise<void>) => Promise<void>
  /** Told why a drop was refused. */
  readonly refused: (reason: string) => void
  /** A new wire was let go over empty canvas. */
  readonly dropped: (start: SocketEnd) => void
  /** Of the canvas. */
  readonly container: HTMLElement
  /** Takes the wire from the pointer: `ConnectionPlugin.drop`. */
  readonly letGo: () => void
}

/**
 * Drawing wires: press on a port and release on another one, or click both. Pressing on a wired input lifts its wire;
 * released over nothing it is removed. Everything changes at the release, never before: a refused drop leaves the graph
 * as it was, and the wire that an input had gives way only to one that fits. Escape, `ConnectionPlugin.drop` and, of a wire that was
 * clicked, a click beside the canvas let go without any change: a lifted wire then stays where it was.
 */
export class WireFlow implements Flow<Scheme, unknown[]> {
  readonly #options: WireFlowOptions
  #start: SocketData | undefined
  #pressed: SocketData | undefined
  #lifted: Lifted | undefined
  #pointer: WirePointer | undefined

  constructor(options: WireFlowOptions) {
    this.#options = options
  }

  getPickedSocket(): SocketData | undefined {
    return this.#start
  }

  async pick({ socket, event }: Pick, context: Context): Promise<void> {
    if (this.#start === undefined) {
      if (event === 'down') await this.#begin(socket, context)
      return
    }
    const backAtStart = sameSocket(socket, this.#pressed)
    if (backAtStart && event === 'up' && this.#pointer?.dragged !== true) {
      // A click: the wire hangs on the pointer until the next one.
      this.#pointer?.forgetRelease()
      return
    }
    if (backAtStart) this.#end(context, null)
    else await this.#connect(socket, context)
  }

  drop(context: Context): void {
    const lifted = this.#lifted
    const start = this.#start
    const { dragged = false, released } = this.#pointer ?? {}
    this.#end(context, null)
    if (start === undefined || released === undefined) return
    const onCanvas = released === 'on canvas'
    if (lifted === undefined && onCanvas) this.#options.dropped(start)
    if (lifted !== undefined && (dragged || onCanvas)) {
      void this.#options.gesture(() => removed(context.editor, lifted))
    }
  }

  async #begin(socket: SocketData, context: Context): Promise<void> {
    const { container, letGo } = this.#options
    this.#pointer = new WirePointer({
      container,
      pressed: socket.element,
      cancelled: () => {
        this.#end(context, null)
        letGo()
      },
    })
    this.#lifted =
      socket.side === 'input'
        ? context.editor.getConnections().find((wire) => leadsTo(wire, socket.nodeId, socket.key))
        : undefined
    const start = this.#lifted === undefined ? socket : outputOf(this.#lifted, socket)
    if (!(await context.scope.emit({ type: 'connectionpick', data: { socket: start } }))) {
      this.#end(context, null)
      return
    }
    this.#pressed = socket
    this.#start = start
  }

  async #connect(socket: SocketData, context: Context): Promise<void> {
    const start = this.#start
    const lifted = this.#lifted
    if (start === undefined) return
    const ends = endsBetween(start, socket)
    const reason = ends === undefined ? `two ${start.side}s cannot be connected` : whyNotWire(context.editor, ends)
    this.#end(context, reason === undefined ? socket : null)
    if (reason !== undefined) this.#options.refused(reason)
    else if (ends !== undefined) await this.#options.gesture(() => replaceWire(context.editor, ends, lifted))
  }

  #end(context: Context, socket: SocketData | null): void {
    const initial = this.#start
    this.#pointer?.stop()
    this.#pointer = undefined
    this.#start = undefined
    this.#pressed = undefined
    this.#lifted = undefined
    if (initial === undefined) return
    void context.scope.emit({ type: 'connectiondrop', data: { initial, socket, created: socket !== null } })
  }
}

/**
 * Adds a wire; the one that it was lifted from goes, and so does what stood at an end that takes one wire only. With an end at a
 * node of the host's it is a plain connection of Rete's. Where a pipe refuses it, the wires that were there stay.
 */
export async function replaceWire(editor: NodeEditor<Scheme>, ends: WireEnds, lifted?: Lifted): Promise<void> {
  const { from, to } = ends
  const nodes = { from: editor.getNode(from.node), to: editor.getNode(to.node) }
  if (nodes.from === undefined || nodes.to === undefined) return
  const { from: source, to: target } = nodes
  const takesMore = target.inputs[to.port]?.multipleConnections === true
  const givesOne = source.outputs[from.port]?.multipleConnections === false
  const before = editor.getConnections().filter((wire) => {
    const isSame = leadsTo(wire, to.node, to.port) && startsAt(wire, from.node, from.port)
    const gives = (leadsTo(wire, to.node, to.port) && !takesMore) || (startsAt(wire, from.node, from.port) && givesOne)
    return wire.id === lifted?.id || isSame || gives
  })
  for (const wire of before) await editor.removeConnection(wire.id)
  if (await editor.addConnection(madeOf(ends, { from: source, to: target }, lifted))) return
  for (const wire of before) await editor.addConnection(wire)
}

function madeOf(ends: WireEnds, nodes: Record<'from' | 'to', Scheme['Node']>, lifted?: Lifted): Scheme['Connection'] {
  if (!isManifestNode(nodes.from) || !isManifestNode(nodes.to)) {
    return new ClassicPreset.Connection(nodes.from, ends.from.port, nodes.to, ends.to.port)
  }
  // Led to another input it stays the wire it was, up to its last stretch.
  const rest = isManifestWire(lifted) ? { ...lifted.fields, points: lifted.points } : {}
  return new ManifestWire({ ...rest, ...ends }, nodes)
}

async function removed(editor: NodeEditor<Scheme>, { id }: Lifted): Promise<void> {
  if (editor.getConnection(id) !== undefined) await editor.removeConnection(id)
}

const leadsTo = (wire: Lifted, node: string, port: string) => {
  const { to } = endsOf(wire)
  return to.node === node && to.port === port
}

const startsAt = (wire: Lifted, node: string, port: string) => {
  const { from } = endsOf(wire)
  return from.node === node && from.port === port
}

const sameSocket = (a: SocketData, b: SocketData | undefined) =>
  a.nodeId === b?.nodeId && a.side === b.side && a.key === b.key

/** Named, not looked up: the card of the output may be out of sight and not drawn. */
function outputOf(wire: Lifted, pressed: SocketData): SocketData {
  const { from } = endsOf(wire)
  return { ...pressed, nodeId: from.node, side: 'output', key: from.port }
}

/** The ends of a wire between two sockets, in whichever order they were touched. */
export function endsBetween(a: SocketEnd, b: SocketEnd): WireEnds | undefined {
  if (a.side === b.side) return undefined
  const [from, to] = a.side === 'output' ? [a, b] : [b, a]
  return { from: { node: from.nodeId, port: from.key }, to: { node: to.nodeId, port: to.key } }
}

/** What a socket says about itself on the canvas. */
export type SocketEnd = { readonly nodeId: string; readonly side: 'input' | 'output'; readonly key: string }
