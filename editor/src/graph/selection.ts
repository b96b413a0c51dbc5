import { createStore, type StoreApi } from 'zustand/vanilla'

export interface Chosen {
  readonly nodes: ReadonlySet<string>
  readonly wires: ReadonlySet<string>
}

const nothing: Chosen = { nodes: new Set(), wires: new Set() }

/** What is selected. Not part of the history: selecting is not a step. */
export class Selection {
  readonly store: StoreApi<Chosen> = createStore(() => nothing)

  get nodes(): ReadonlySet<string> {
    return this.store.getState().nodes
  }

  get wires(): ReadonlySet<string> {
    return this.store.getState().wires
  }

  clear(): void {
    this.store.setState(nothing)
  }

  choose(nodes: Iterable<string>): void {
    this.store.setState({ nodes: new Set(nodes), wires: nothing.wires })
  }

  add(nodes: Iterable<string>): void {
    this.store.setState({ nodes: new Set([...this.nodes, ...nodes]) })
  }

  toggle(node: string): void {
    const nodes = new Set(this.nodes)
    if (!nodes.delete(node)) nodes.add(node)
    this.store.setState({ nodes })
  }

  chooseWire(wire: string): void {
    this.store.setState({ nodes: nothing.nodes, wires: new Set([wire]) })
  }

  /** Drops what is not there any more. */
  keepOnly(nodes: ReadonlyMap<string, unknown>): void {
    const kept = [...this.nodes].filter((id) => nodes.has(id))
    if (kept.length !== this.nodes.size) this.store.setState({ nodes: new Set(kept) })
  }
}
