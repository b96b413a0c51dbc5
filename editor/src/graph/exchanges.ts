import type { GraphDocument, WireExchange } from '@frameloom/graph'
import type { Edit } from './edits.js'
import { wireInto } from './wiring.js'

/** A wire into a live input that another replaces at a chunk, as the document has it, and its place there. */
export interface ExchangeCue {
  readonly index: number
  readonly entry: WireExchange
  /** What fed the input before it; absent where nothing did. */
  readonly before: WireExchange['from'] | undefined
}

/** All exchanges in the order in which they take effect; of one chunk, in the order of the document. */
export function exchangeCues(document: GraphDocument): readonly ExchangeCue[] {
  const fed = new Map<string, WireExchange['from']>()
  return (document.exchanges ?? [])
    .map((entry, index) => ({ index, entry }))
    .toSorted((a, b) => a.entry.chunk - b.entry.chunk)
    .map(({ index, entry }) => {
      const { node, port } = entry.to
      const input = JSON.stringify([node, port])
      const before = fed.get(input) ?? wireInto(document, node, port)?.from
      fed.set(input, entry.from)
      return { index, entry, before }
    })
}

/** The last exchange takes the list with it. */
export const removeExchange =
  (index: number): Edit =>
  ({ exchanges = [], ...document }) => {
    const left = exchanges.filter((_, place) => place !== index)
    return left.length === 0 ? document : { ...document, exchanges: left }
  }
