import type { DocumentNode, GraphDocument } from '@frameloom/graph'
import { emptyDocument } from '@frameloom/rete-plugin'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Edit } from './edits.js'
import { commit, type History, redo, startHistory, undo } from './history.js'

export interface GraphState {
  readonly history: History<GraphDocument>
  readonly document: GraphDocument
  /** The first node of every id. */
  readonly nodes: ReadonlyMap<string, DocumentNode>
  /** Counts the documents that were opened; a new one starts its own history. */
  readonly opened: number
}

/** The document on the canvas and its history: the one place where it changes. */
export class GraphStore {
  readonly store: StoreApi<GraphState> = createStore(() => stateOf(startHistory(emptyDocument), 0))

  get document(): GraphDocument {
    return this.store.getState().document
  }

  /** Puts another document on the canvas. */
  open(document: GraphDocument): void {
    this.store.setState(({ opened }) => stateOf(startHistory(document), opened + 1))
  }

  /** One step of the history; edits with the same `gesture` right after each other are one. */
  edit(edit: Edit, gesture?: string): void {
    this.#change((history) => commit(history, edit(history.present), gesture))
  }

  undo(): void {
    this.#change(undo)
  }

  redo(): void {
    this.#change(redo)
  }

  #change(change: (history: History<GraphDocument>) => History<GraphDocument>): void {
    const { history, opened } = this.store.getState()
    const next = change(history)
    if (next !== history) this.store.setState(stateOf(next, opened))
  }
}

function stateOf(history: History<GraphDocument>, opened: number): GraphState {
  const nodes = new Map<string, DocumentNode>()
  for (const node of history.present.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node)
  return { history, document: history.present, nodes, opened }
}
