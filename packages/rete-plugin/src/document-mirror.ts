import { type GraphDocument, newNodeId, type NodeManifest } from '@frameloom/graph'
import type { NodeEditor } from 'rete'
import { withNode, withoutNode, withoutWire, withPositions, withRoutes, withWire } from './document-edit.js'
import { hearing, type HostArea } from './host.js'
import { isManifestNode, ManifestNode } from './manifest-node.js'
import { endsOf, isManifestWire } from './manifest-wire.js'
import { reconcile } from './reconcile.js'
import type { Scheme } from './scheme.js'
import type { WirePoint } from './wire-path.js'

export interface MirrorOptions {
  readonly editor: NodeEditor<Scheme>
  readonly area: HostArea
  /** The installed node types, by type. */
  readonly manifests: ReadonlyMap<string, NodeManifest>
  /** A node's title or parameters, ports or folding changed: draw it anew. Left out: `area.update`. */
  readonly changed?: (node: ManifestNode, what: NodeChange) => void
}

/** `fields`: title or parameters. `shape`: ports or folding, which moves the ends of wires. */
export type NodeChange = 'fields' | 'shape'

export const emptyDocument: GraphDocument = { format: 'frameloom-graph', formatVersion: 1, nodes: [], wires: [] }

/**
 * Keeps a document and a Rete editor equal, in both directions. `show` makes the editor show a document; whatever
 * happens in the editor becomes a new document that listeners hear of. What Rete cannot show (unknown fields, wires to
 * nodes that are not there, second nodes of one id) stays in the document untouched; a second node goes with the first.
 */
export class DocumentMirror {
  readonly #options: MirrorOptions
  readonly #listeners = new Set<(document: GraphDocument) => void>()
  /** What `show` is just doing in Rete, so that the echo is told from a person's change. */
  readonly #expected = new Set<string>()
  readonly #dragged = new Map<string, { x: number; y: number }>()
  readonly #routed = new Map<string, readonly WirePoint[]>()
  #document: GraphDocument = emptyDocument
  #showing: Promise<void> = Promise.resolve()
  #gestures = 0
  #changed = false
  /** The node that a person holds. */
  #picked: string | undefined

  constructor(options: MirrorOptions) {
    this.#options = options
    options.editor.addPipe((signal) => {
      if (signal.type === 'nodecreated' && isManifestNode(signal.data)) this.#nodeCreated(signal.data)
      if (signal.type === 'noderemoved') {
        const { id } = signal.data
        // It will not be let go any more.
        if (id === this.#picked) this.#letGo()
        if (isManifestNode(signal.data)) this.#hear(`-${id}`, (document) => withoutNode(document, id))
      }
      if (signal.type === 'connectioncreated') {
        const ends = endsOf(signal.data)
        const rest = isManifestWire(signal.data) ? signal.data : {}
        this.#hear(`+${signal.data.id}`, (document) => withWire(document, ends, rest))
      }
      if (signal.type === 'connectionremoved') {
        const ends = endsOf(signal.data)
        this.#hear(`-${signal.data.id}`, (document) => withoutWire(document, ends))
      }
      return signal
    })
    options.area.addPipe(
      hearing((signal) => {
        if (signal.type === 'nodepicked') this.#picked = signal.data.id
        if (signal.type === 'nodetranslated') {
          // A new view announces that it starts at the origin.
          const { id, position, previous } = signal.data
          if (position.x !== previous.x || position.y !== previous.y) this.#moved(id, position)
        }
        if (signal.type === 'nodedragged') this.#letGo()
      }),
    )
  }

  /** The document as the editor has it now. */
  get document(): GraphDocument {
    return this.#document
  }

  /** Is `show` just adding this? Then the document has it and no rule may refuse it. */
  isShowing(wire: string): boolean {
    return this.#expected.has(`+${wire}`)
  }

  /**
   * Makes the editor show `document`; resolves when it does. Listeners are not told: the caller has the document. Moves that no
   * listener heard of yet give way to the places that it states.
   * @throws where a node of the host's has the id of one in `document`; nothing changes then. Where another pipe of the editor refuses
   * a node or a wire: show a document before you lock the editor.
   */
  async show(document: GraphDocument): Promise<void> {
    refuseForeignIds(document, this.#options.editor)
    this.#document = document
    this.#dragged.clear()
    this.#routed.clear()
    const { editor, area, manifests } = this.#options
    const show = () =>
      reconcile(this.#document, {
        editor,
        area,
        manifests,
        quietly: (key, operation) => this.#quietly(key, operation),
        changed: this.#options.changed ?? ((node) => void area.update('node', node.id)),
      })
    // Whoever asked for the one before hears of its failure; this one begins with whatever is shown then.
    this.#showing = this.#showing.then(show, show)
    await this.#showing
  }

  /** Resolves when the editor shows what `show` was given last; rejects as that call does. */
  shown(): Promise<void> {
    return this.#showing
  }

  /**
   * Adds a node at a place on the canvas, in one change, with an id of its own.
   * @throws where its type is not installed, or a pipe of the editor refuses it
   */
  async add(type: string, { x, y }: WirePoint): Promise<ManifestNode> {
    const { editor, area, manifests } = this.#options
    const manifest = manifests.get(type)
    if (manifest === undefined) throw new Error(`There is no node type '${type}' among the manifests.`)
    const taken = [...this.#document.nodes, ...editor.getNodes()].map((node) => String(node.id))
    const id = newNodeId(type, new Set(taken))
    const position = { x: Math.round(x), y: Math.round(y) }
    const node = new ManifestNode({ id, type, version: manifest.version, params: {}, position }, manifest)
    await this.gesture(async () => {
      if (!(await editor.addNode(node))) throw new Error(`A pipe of the editor refused the new node of type '${type}'.`)
      await area.nodeViews.get(id)?.translate(position.x, position.y)
    })
    return node
  }

  /**
   * Leads a wire through other reroute points and draws it. Listeners hear of it at once, or at the end of the gesture or of the
   * drag of a node that it is part of. The host's own wires are left alone.
   */
  route(wire: string, points: readonly WirePoint[]): void {
    const { editor, area } = this.#options
    const connection = editor.getConnection(wire)
    if (!isManifestWire(connection)) return
    connection.points = points
    void area.update('connection', wire)
    this.#routed.set(wire, points)
    if (!this.#isHeld) this.#commitMoves()
  }

  /** Runs `work`, which may change the editor in several steps; listeners hear of it once, at the end. */
  async gesture(work: () => Promise<void>): Promise<void> {
    this.#gestures++
    try {
      await work()
    } finally {
      this.#gestures--
      if (!this.#isHeld) this.#commitMoves()
      this.#tell()
    }
  }

  /**
   * Calls `listener` with the new document after each change made in the editor; what it throws is reported as an uncaught error.
   * Returns how to stop that.
   */
  subscribe(listener: (document: GraphDocument) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #quietly<T>(key: string, operation: () => Promise<T>): Promise<T> {
    this.#expected.add(key)
    try {
      return await operation()
    } finally {
      this.#expected.delete(key)
    }
  }

  #nodeCreated(node: ManifestNode): void {
    this.#hear(`+${node.id}`, (document) => {
      let next = withNode(document, node.source)
      // An undo may bring wires back before the nodes at their ends.
      for (const wire of this.#options.editor.getConnections()) {
        const touches = wire.source === node.id || wire.target === node.id
        if (touches) next = withWire(next, endsOf(wire), isManifestWire(wire) ? wire : {})
      }
      return next
    })
  }

  #hear(key: string, edit: (document: GraphDocument) => GraphDocument): void {
    if (this.#expected.has(key)) return
    this.#replace(edit(this.#document))
  }

  #moved(id: string, position: { x: number; y: number }): void {
    if (this.#expected.has(`@${id}`)) return
    // Rete goes on moving the view of a node that was removed while it is held, also where another node has the id by then.
    const seen = this.#options.area.nodeViews.get(id)?.position
    if (seen?.x !== position.x || seen.y !== position.y) return
    this.#dragged.set(id, position)
    if (!this.#isHeld) this.#commitMoves()
  }

  /** Is something moved whose last place is still to come? */
  get #isHeld(): boolean {
    return this.#picked !== undefined || this.#gestures > 0
  }

  #letGo(): void {
    this.#picked = undefined
    if (!this.#isHeld) this.#commitMoves()
  }

  #commitMoves(): void {
    const next = withRoutes(withPositions(this.#document, this.#dragged), this.#routed)
    this.#dragged.clear()
    this.#routed.clear()
    this.#replace(next)
  }

  #replace(next: GraphDocument): void {
    if (next === this.#document) return
    const before = new Set(this.#document.nodes)
    this.#document = next
    for (const source of next.nodes) {
      // Rete finds a node by going through all of them.
      const node = before.has(source) ? undefined : this.#options.editor.getNode(source.id)
      if (isManifestNode(node)) node.source = source
    }
    this.#changed = true
    this.#tell()
  }

  #tell(): void {
    if (this.#gestures > 0 || !this.#changed) return
    this.#changed = false
    for (const listener of this.#listeners) {
      try {
        listener(this.#document)
      } catch (error) {
        // What a listener fails at is no fault of the edit, which Rete is in the middle of.
        reportError(error)
      }
    }
  }
}

function refuseForeignIds(document: GraphDocument, editor: NodeEditor<Scheme>): void {
  for (const { id } of document.nodes) {
    const shown = editor.getNode(id)
    if (shown === undefined || isManifestNode(shown)) continue
    throw new Error(
      `The document cannot be shown: its node '${id}' has the id of the editor's own node '${shown.label}'. Give that one another id, or remove it.`,
    )
  }
}
