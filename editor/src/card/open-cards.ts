import type { GraphDocument, NodeManifest } from '@frameloom/graph'
import { cardShapes } from './card-shapes.js'

/**
 * Which cards show all that they hold. A card opens when somebody may see it and stays open; until then it is a sheet of the size
 * that it will have. Cards of one shape are equally high, so the first card of every shape is opened at once and measured.
 */
export class OpenCards {
  readonly #manifests: ReadonlyMap<string, NodeManifest>
  readonly #open = new Set<string>()
  readonly #heights = new Map<string, number>()
  readonly #listeners = new Map<string, () => void>()
  #shapes: { readonly of: GraphDocument; readonly byNode: ReadonlyMap<string, string> } | undefined

  constructor(manifests: ReadonlyMap<string, NodeManifest>) {
    this.#manifests = manifests
  }

  isOpen(node: string): boolean {
    return this.#open.has(node)
  }

  open(node: string): void {
    if (this.#open.has(node)) return
    this.#open.add(node)
    this.#listeners.get(node)?.()
  }

  /** The node has left the canvas. */
  forget(node: string): void {
    this.#open.delete(node)
  }

  /** Calls back when the card opens. Returns how to stop that. */
  subscribe(node: string, listener: () => void): () => void {
    this.#listeners.set(node, listener)
    return () => {
      if (this.#listeners.get(node) === listener) this.#listeners.delete(node)
    }
  }

  shapeOf(node: string, document: GraphDocument): string {
    if (this.#shapes?.of !== document) {
      this.#shapes = { of: document, byNode: cardShapes(document, this.#manifests) }
    }
    return this.#shapes.byNode.get(node) ?? ''
  }

  /** Pixels at zoom 1; nothing until a card of this shape was measured. */
  heightOf(shape: string): number | undefined {
    return this.#heights.get(shape)
  }

  /** How high a card of this shape is that says nothing of a run or of problems. */
  measured(shape: string, height: number): void {
    if (!this.#heights.has(shape)) this.#heights.set(shape, height)
  }
}
