import type { GraphDocument } from '@frameloom/graph'
import { wireId } from '@frameloom/rete-plugin'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { GraphStore } from './graph-store.js'
import { pointsOf } from './points.js'

export interface Chosen {
  readonly nodes: ReadonlySet<string>
  readonly wires: ReadonlySet<string>
  /** Reroute points, by `wirePointId`. */
  readonly points: ReadonlySet<string>
}

const nothing: Chosen = { nodes: new Set(), wires: new Set(), points: new Set() }

/** What is selected. Not part of the history: selecting is not a step. */
export class Selection {
  readonly store: StoreApi<Chosen> = createStore(() => nothing)
  #isGathered = false

  /** What leaves the document is not selected any more, and nothing is in one that was just opened, even where ids are the same. */
  constructor(graph: GraphStore) {
    graph.store.subscribe(({ document, opened }, before) => {
      if (opened === before.opened) this.#keepOnly(document)
      else this.clear()
    })
  }

  get nodes(): ReadonlySet<string> {
    return this.store.getState().nodes
  }

  get wires(): ReadonlySet<string> {
    return this.store.getState().wires
  }

  get points(): ReadonlySet<string> {
    return this.store.getState().points
  }

  /** Is it gathered node by node, so that the focus moves and selects nothing? Until something else is chosen, or nothing. */
  get isGathered(): boolean {
    return this.#isGathered
  }

  clear(): void {
    this.#isGathered = false
    this.store.setState(nothing)
  }

  choose(nodes: Iterable<string>, points: Iterable<string> = []): void {
    this.#isGathered = false
    this.store.setState({ nodes: new Set(nodes), points: new Set(points), wires: nothing.wires })
  }

  add(nodes: Iterable<string>, points: Iterable<string> = []): void {
    this.store.setState({ nodes: new Set([...this.nodes, ...nodes]), points: new Set([...this.points, ...points]) })
  }

  toggle(node: string): void {
    this.store.setState({ nodes: toggled(this.nodes, node) })
  }

  /** Begins to gather with a node; takes it in or out where that has begun. */
  gather(node: string): void {
    if (this.#isGathered) this.toggle(node)
    else this.add([node])
    this.#isGathered = true
  }

  togglePoint(point: string): void {
    this.store.setState({ points: toggled(this.points, point) })
  }

  chooseWire(wire: string): void {
    this.#isGathered = false
    this.store.setState({ ...nothing, wires: new Set([wire]) })
  }

  #keepOnly(document: GraphDocument): void {
    const { nodes, wires, points } = this.store.getState()
    const kept = {
      nodes: among(nodes, () => document.nodes.map(({ id }) => id)),
      wires: among(wires, () => document.wires.map(wireId)),
      points: among(points, () => pointsOf(document).map(({ id }) => id)),
    }
    if (kept.nodes !== nodes || kept.wires !== wires || kept.points !== points) this.store.setState(kept)
  }
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}

/** What of `chosen` is there; the very set where all is. */
function among(chosen: ReadonlySet<string>, there: () => readonly string[]): ReadonlySet<string> {
  if (chosen.size === 0) return chosen
  const known = new Set(there())
  const kept = [...chosen].filter((id) => known.has(id))
  return kept.length === chosen.size ? chosen : new Set(kept)
}
