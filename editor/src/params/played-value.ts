import type { GraphDocument, JsonValue } from '@frameloom/graph'
import type { RunView } from '@frameloom/protocol'
import { isActive } from '../run/channel-state.js'
import type { Field } from './field.js'

/** What a run plays of a live parameter. */
export interface PlayedValue {
  readonly value: JsonValue
  /** From which chunk on, where it was changed while the run played. */
  readonly chunk: number | undefined
  readonly phase: RunView['changes'][number]['phase'] | undefined
  /** The document's own timeline has changed it. */
  readonly isPlanned: boolean
}

export interface Playing {
  readonly view: RunView | undefined
  /** What the run plays but for the values that were changed since. */
  readonly played: GraphDocument | undefined
  /** What the document on the canvas has planned. */
  readonly timeline: GraphDocument['timeline']
}

/** Nothing where no run plays the node. */
export function playedValue(
  { view, played, timeline = [] }: Playing,
  { node, field }: { readonly node: string; readonly field: Field },
): PlayedValue | undefined {
  if (view === undefined || !isActive(view)) return undefined
  const change = view.changes.find((one) => one.node === node && one.param === field.name)
  if (change !== undefined) {
    const { value, chunk, phase } = change
    const isPlanned = timeline.some(
      (entry) => entry.node === node && entry.param === field.name && entry.chunk === chunk,
    )
    return { value: value as JsonValue, chunk, phase, isPlanned }
  }
  const source = view.order.some((id) => id === node) ? played?.nodes.find(({ id }) => id === node) : undefined
  if (source === undefined) return undefined
  return { value: source.params?.[field.name] ?? field.fallback, chunk: undefined, phase: undefined, isPlanned: false }
}
