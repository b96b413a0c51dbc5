import type { JsonValue } from '@frameloom/graph'
import type { Cue } from '../graph/timeline.js'
import type { Target } from './timeline-panel.js'

/** Chunks between the last change and the one that is added. */
const LATER = 8

interface NewCue {
  readonly chunk: number
  readonly node: string
  readonly param: string
  readonly value: JsonValue
}

/** One more change: of what changes last, as it is then; else of the first that may change, as it is. Nothing where nothing may. */
export function nextCue(
  { cues, targets }: { readonly cues: readonly Cue[]; readonly targets: readonly Target[] },
  playing = 0,
): NewCue | undefined {
  const last = cues.at(-1)?.entry
  const like = targets.find(({ node, field }) => node.id === last?.node && field.name === last.param)
  const target = like ?? targets[0]
  if (target === undefined) return undefined
  const { node, field } = target
  const asWritten = node.params?.[field.name] ?? field.fallback
  return {
    chunk: Math.max((last?.chunk ?? 0) + LATER, playing + 1),
    node: node.id,
    param: field.name,
    value: like === undefined ? asWritten : (last?.value ?? asWritten),
  }
}
