import type { DocumentNode, NodeManifest, PortManifest } from '@frameloom/graph'
import { ClassicPreset } from 'rete'
import { lostPort } from './lost-port.js'
import { ManifestSocket } from './manifest-socket.js'
import { cardWidth, portsHeight } from './node-geometry.js'

export type Side = 'input' | 'output'

/** A node of a document as a Rete node. Its id is the document's; its ports are the manifest's, in their order. */
export class ManifestNode extends ClassicPreset.Node<Record<string, ManifestSocket>, Record<string, ManifestSocket>> {
  /** Nothing where the node type is not installed: the node is then a placeholder that keeps everything. */
  readonly manifest: NodeManifest | undefined

  constructor(source: DocumentNode, manifest: NodeManifest | undefined) {
    super(source.title ?? manifest?.title ?? source.type)
    this.id = source.id
    this.manifest = manifest
    this.#source = source
    for (const port of manifest?.inputs ?? []) this.#add('input', port)
    for (const port of manifest?.outputs ?? []) this.#add('output', port)
  }

  #source: DocumentNode

  /** The node as the document has it. */
  get source(): DocumentNode {
    return this.#source
  }

  set source(source: DocumentNode) {
    this.#source = source
    this.label = source.title ?? this.manifest?.title ?? source.type
  }

  /** Folded to its title; all wires then end there. */
  get collapsed(): boolean {
    return this.#source['collapsed'] === true
  }

  /** Is it this very node type in this version? Otherwise it must be made anew. */
  shows(source: DocumentNode, manifest: NodeManifest | undefined): boolean {
    return this.#source.type === source.type && this.manifest === manifest
  }

  /** Of its card, in pixels at zoom 1: what Rete's minimap and layout plugins ask of every node. */
  get width(): number {
    return cardWidth(this)
  }

  /** Of its title and its ports, in pixels at zoom 1; what a card shows below them is not in it. */
  get height(): number {
    return portsHeight(this)
  }

  /** The ports of one side, from top to bottom. */
  ports(side: Side): readonly PortManifest[] {
    return Object.values(side === 'input' ? this.inputs : this.outputs).flatMap((port) =>
      port === undefined ? [] : [port.socket.port],
    )
  }

  socket(side: Side, name: string): ManifestSocket | undefined {
    return (side === 'input' ? this.inputs : this.outputs)[name]?.socket
  }

  /** Makes room for a wire to a port that the manifest lacks. Returns whether the port is new. */
  ensurePort(side: Side, name: string): boolean {
    if (this.socket(side, name) !== undefined) return false
    this.#add(side, lostPort(name))
    return true
  }

  #add(side: Side, port: PortManifest): void {
    const socket = new ManifestSocket(port)
    if (side === 'input') this.addInput(port.name, new ClassicPreset.Input(socket, port.name, false))
    else this.addOutput(port.name, new ClassicPreset.Output(socket, port.name, true))
  }
}

/** Is this Rete node one of ours? */
export const isManifestNode = (node: unknown): node is ManifestNode => node instanceof ManifestNode
