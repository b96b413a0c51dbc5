import type { NodeManifest } from '@frameloom/graph'
import { type MemoryReport, sketchMemory } from '@frameloom/memory-report'
import { fieldsOf } from '../params/field.js'

/** What a strategy with the parameters of a node will hold. Planned anew only when these change. */
export class PlannedMemory {
  readonly #strategy: string
  readonly #defaults: Readonly<Record<string, unknown>>
  #known: { readonly params: unknown; readonly report: MemoryReport | undefined } | undefined

  constructor(strategy: string, manifest: NodeManifest) {
    this.#strategy = strategy
    this.#defaults = Object.fromEntries(
      fieldsOf(manifest).flatMap(({ name, fallback }) => (fallback === undefined ? [] : [[name, fallback]])),
    )
  }

  of(params: Readonly<Record<string, unknown>> | undefined): MemoryReport | undefined {
    if (this.#known === undefined || this.#known.params !== params) {
      this.#known = { params, report: sketchMemory(this.#strategy, { ...this.#defaults, ...params }) }
    }
    return this.#known.report
  }
}
