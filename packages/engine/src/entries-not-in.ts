import { canonicalJson, type JsonValue, type TimelineEntry, type WireExchange } from '@frameloom/graph'

/** Entries of `all` that `known` has not, compared by what they say: documents that are read anew share no objects. */
export function entriesNotIn<T extends TimelineEntry | WireExchange>(all: readonly T[], known: readonly T[] = []): T[] {
  const texts = new Set(known.map(textOf))
  return all.filter((entry) => !texts.has(textOf(entry)))
}

const textOf = (entry: TimelineEntry | WireExchange): string => canonicalJson(entry as JsonValue)
