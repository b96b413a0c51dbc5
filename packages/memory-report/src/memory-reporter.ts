import { type CacheLayout, type CachePlan, Provenance, slotStates } from '@frameloom/kv-cache'
import type { MemoryReport } from './memory-report.js'
import { reportChange } from './report-change.js'
import { reportSlot } from './report-slot.js'

export interface ReportedChunk extends Pick<MemoryReport, 'strategy' | 'placing' | 'chunkFrames' | 'bytes' | 'model'> {
  readonly index: number
  readonly plan: CachePlan
  /** Temporal position of every slot. */
  readonly positions: readonly number[]
}

/** Follows the plans of a rollout and tells what the cache holds at each. Show it every chunk, in order. */
export class MemoryReporter {
  readonly #provenance: Provenance
  #layout: CacheLayout

  /** Starts from a layout, by default that of an empty cache. Which frames its memories hold is not known. */
  constructor(layout: CacheLayout = []) {
    this.#provenance = new Provenance(layout)
    this.#layout = layout
  }

  report({ index: chunk, plan, positions, chunkFrames, strategy, placing, bytes, model }: ReportedChunk): MemoryReport {
    this.#provenance.follow(plan)
    const before = this.#layout
    this.#layout = plan.layout
    const states = slotStates({ plan, positions, provenance: this.#provenance })
    return {
      chunk,
      chunkFrames,
      strategy,
      placing,
      slots: states.map((state) => reportSlot(state, { chunk, chunkFrames })),
      change: reportChange(before, plan),
      ...(bytes && { bytes }),
      ...(model && { model }),
    }
  }
}
