import { memoryReport, type MemoryReport } from '@frameloom/memory-report'
import type { RunView } from '@frameloom/protocol'
import { nodeViewOf } from '../run/node-view-of.js'

const read = new WeakMap<object, MemoryReport | undefined>()

/** What a node last told of a cache; undefined where it told nothing that is a memory report. Each is read once. */
export function memoryOf(view: RunView | undefined, reader: string): MemoryReport | undefined {
  const insight = nodeViewOf(view, reader)?.insight
  if (insight === undefined) return undefined
  if (!read.has(insight)) read.set(insight, memoryReport.safeParse(insight).data)
  return read.get(insight)
}
