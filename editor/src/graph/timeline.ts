import type { GraphDocument, JsonValue, TimelineEntry } from '@frameloom/graph'
import type { Edit } from './edits.js'

/** A change of a live parameter at a chunk, as the document has it, and its place there. */
export interface Cue {
  readonly index: number
  readonly entry: TimelineEntry
}

/** All cues in the order in which they take effect. */
export const cues = ({ timeline = [] }: GraphDocument): readonly Cue[] =>
  timeline.map((entry, index) => ({ index, entry })).toSorted((a, b) => a.entry.chunk - b.entry.chunk)

export const addCue =
  (cue: { readonly chunk: number; readonly node: string; readonly param: string; readonly value: JsonValue }): Edit =>
  (document) => {
    const node = document.nodes.find(({ id }) => id === cue.node)?.id
    return node === undefined ? document : { ...document, timeline: [...(document.timeline ?? []), { ...cue, node }] }
  }

export const editCue =
  (index: number, change: (entry: TimelineEntry) => TimelineEntry): Edit =>
  (document) => ({
    ...document,
    timeline: (document.timeline ?? []).map((entry, place) => (place === index ? change(entry) : entry)),
  })

/** The last cue takes the timeline with it, so that a document without cues is as it was before the first. */
export const removeCue =
  (index: number): Edit =>
  ({ timeline = [], ...document }) => {
    const left = timeline.filter((_, place) => place !== index)
    return left.length === 0 ? document : { ...document, timeline: left }
  }
