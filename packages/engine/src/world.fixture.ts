import { type Catalog, createCatalog, definePack } from '@frameloom/graph'
import { adder, amount, concat, counter, loader, recorder, sum, zip } from './world-nodes.fixture.js'

/** One value of the test streams: a running total and the chunk it belongs to. */
export interface Tally {
  readonly chunk: number
  readonly total: number
}

/** A resource of the test nodes that knows how often it was released. */
export interface Resource extends Disposable {
  readonly name: string
  released: number
}

/** Real node types whose doings can be watched, held up and made to fail. */
export class World {
  /** Everything the nodes have opened, in order. */
  readonly resources: Resource[] = []
  /** What each recorder has read. */
  readonly recorded = new Map<string, Tally[]>()
  /** Executions of nodes of values, by node. */
  readonly executed = new Map<string, number>()
  readonly catalog: Catalog
  /** Called by every node that works per chunk, before it works on one, and by the loader. */
  onChunk: (node: string, chunk: number) => void | Promise<void> = () => {}

  constructor() {
    const nodes = [amount, sum, loader, counter, adder, zip, concat, recorder].map((declare) => declare(this))
    this.catalog = createCatalog([definePack({ name: 'world', nodes })])
  }

  get openNow(): string[] {
    return this.resources.filter(({ released }) => released === 0).map(({ name }) => name)
  }

  totals(id = 'recorder'): number[] {
    return (this.recorded.get(id) ?? []).map(({ total }) => total)
  }

  open(name: string): Resource {
    const resource: Resource = {
      name,
      released: 0,
      [Symbol.dispose]: () => {
        resource.released++
      },
    }
    this.resources.push(resource)
    return resource
  }

  execution(id: string): void {
    this.executed.set(id, (this.executed.get(id) ?? 0) + 1)
  }
}
