/** Nodes in an order in which each comes after everything it reads; `cycles` are what stands in the way of one. */
export interface NodeOrder<Id> {
  /** Without the nodes that are on a cycle or behind one. Stable: among free nodes the given order holds. */
  readonly order: readonly Id[]
  /** Cycles with no node in common, each in the direction of its wires. */
  readonly cycles: readonly (readonly Id[])[]
}

/** @param sources what each node reads from, by node; every node is a key */
export function orderNodes<Id>(sources: ReadonlyMap<Id, readonly Id[]>): NodeOrder<Id> {
  const order = freed(sources)
  const placed = new Set(order)
  const left = new Map([...sources].filter(([id]) => !placed.has(id)))
  return { order, cycles: cyclesOf(left) }
}

function freed<Id>(sources: ReadonlyMap<Id, readonly Id[]>): Id[] {
  const readers = new Map<Id, Id[]>()
  const waitsFor = new Map<Id, number>()
  for (const [id, from] of sources) {
    waitsFor.set(id, from.length)
    for (const source of from) {
      const list = readers.get(source)
      if (list === undefined) readers.set(source, [id])
      else list.push(id)
    }
  }
  const order = [...sources.keys()].filter((id) => waitsFor.get(id) === 0)
  for (const id of order) {
    for (const reader of readers.get(id) ?? []) {
      const count = (waitsFor.get(reader) ?? 0) - 1
      waitsFor.set(reader, count)
      if (count === 0) order.push(reader)
    }
  }
  return order
}

/** Every node of `left` reads a node of `left`, so a walk against the wires must meet a cycle. */
function cyclesOf<Id>(left: ReadonlyMap<Id, readonly Id[]>): Id[][] {
  const cycles: Id[][] = []
  const seen = new Set<Id>()
  for (const start of left.keys()) {
    const walk: Id[] = []
    const onWalk = new Set<Id>()
    let at: Id | undefined = start
    while (at !== undefined && !seen.has(at)) {
      seen.add(at)
      onWalk.add(at)
      walk.push(at)
      at = left.get(at)?.find((source) => left.has(source))
    }
    if (at !== undefined && onWalk.has(at)) cycles.push(walk.slice(walk.indexOf(at)).reverse())
  }
  return cycles
}
