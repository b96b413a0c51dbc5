import { canonicalJson, type JsonValue } from '@frameloom/graph'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { setParam } from '../graph/edits.js'
import { useStudio } from '../studio/studio-context.js'
import { useLasting } from '../ui/use-lasting.js'
import type { Field } from './field.js'
import { playedValue } from './played-value.js'
import { textOf } from './use-param.js'

export interface ChangeChipProps {
  readonly node: string
  readonly field: Field
  /** What the field shows. */
  readonly value: JsonValue
  /** The element that takes the focus of a button that goes. */
  readonly control: string
}

/** Milliseconds that a value may be on its way to the run. */
const ON_ITS_WAY = 1000

/**
 * Says from which chunk on a changed value holds: queued until then, applied from then on. Where the run plays another value than the
 * field shows, it says which, and offers to take it over.
 */
export function ChangeChip({ node, field, value, control }: ChangeChipProps) {
  const { graph, live, run } = useStudio()
  const timeline = useStore(graph.store, ({ document }) => document.timeline)
  const played = useStore(live.store, (state) => state.played)
  const plays = useStore(
    run.store,
    useShallow(({ view }) => playedValue({ view, played, timeline }, { node, field })),
  )
  const isOther = plays !== undefined && canonicalJson(plays.value) !== canonicalJson(value)
  const isSeen = useLasting(isOther, ON_ITS_WAY)
  if (plays === undefined) return null
  const { chunk, phase, isPlanned } = plays
  if (isOther && isSeen) {
    const text = textOf(plays.value)
    const takeOver = () => {
      live.knows({ node, param: field.name, value: plays.value })
      graph.edit(setParam(node, field.name, plays.value))
      document.getElementById(control)?.focus()
    }
    return (
      <span className="change-chip" data-phase="other">
        <span role="status" title={text}>
          {isPlanned ? `the timeline plays “${text}” from chunk ${chunk}` : `the run plays “${text}”`}
        </span>
        {!isPlanned && (
          <button
            type="button"
            className="quiet"
            aria-label={`Take over what the run plays: ${field.label}`}
            onClick={takeOver}
          >
            Take over
          </button>
        )}
      </span>
    )
  }
  if (chunk === undefined) return null
  // Its place stays while a value is on its way, or the card would jump.
  return (
    <span className="change-chip" data-phase={phase} data-stale={isOther ? '' : undefined} role="status">
      {phase === 'applied' ? `applied at chunk ${chunk}` : `queued for chunk ${chunk}`}
    </span>
  )
}
