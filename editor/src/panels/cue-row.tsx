import type { JsonValue } from '@frameloom/graph'
import { Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { type Cue, editCue, removeCue } from '../graph/timeline.js'
import { NumberInput } from '../params/number-input.js'
import { ParamControl } from '../params/param-control.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'
import type { Target } from './timeline-panel.js'

export interface CueRowProps {
  readonly cue: Cue
  readonly targets: readonly Target[]
  /** The run that plays is beyond it. */
  readonly passed: boolean
}

/** One change: at which chunk, of what, to which value. */
export function CueRow({ cue: { index, entry }, targets, passed }: CueRowProps) {
  const { graph } = useStudio()
  const gesture = useRef('')
  const begin = () => {
    gesture.current = crypto.randomUUID()
  }
  const change = (part: { chunk?: number; value?: JsonValue }) =>
    graph.edit(
      editCue(index, (old) => ({ ...old, ...part }) as typeof old),
      `cue ${index} ${gesture.current}`,
    )
  const current = targets.findIndex(({ node, field }) => node.id === entry.node && field.name === entry.param)
  const target = targets[current]
  const id = `cue-${index}`
  return (
    <li data-passed={passed ? '' : undefined}>
      <div className="cue-head">
        <label htmlFor={`${id}-chunk`}>Chunk</label>
        <NumberInput
          id={`${id}-chunk`}
          value={entry.chunk}
          min={0}
          step={1}
          describedBy=""
          begin={begin}
          set={(chunk) => change({ chunk })}
        />
        <select
          aria-label="What changes"
          value={current}
          onChange={({ target: chosen }) => {
            const next = targets[Number(chosen.value)]
            if (next === undefined) return
            const value = next.node.params?.[next.field.name] ?? next.field.fallback
            graph.edit(
              editCue(index, (old) => ({ ...old, node: next.node.id, param: next.field.name, value }) as typeof old),
            )
          }}
        >
          {current < 0 && <option value={-1}>{`${entry.node} · ${entry.param}`}</option>}
          {targets.map(({ node, field, title }, place) => (
            <option key={JSON.stringify([node.id, field.name])} value={place}>
              {title}
            </option>
          ))}
        </select>
        <IconButton
          icon={Trash2}
          label={`Remove the change at chunk ${entry.chunk}`}
          onClick={() => graph.edit(removeCue(index))}
        />
      </div>
      {target && (
        <div className="field-control" role="group" aria-label={`${target.field.label} from chunk ${entry.chunk}`}>
          <label htmlFor={id} className="unseen">
            {target.field.label}
          </label>
          <ParamControl
            id={id}
            node={entry.node}
            field={target.field}
            param={{ value: entry.value as JsonValue, set: (value) => change({ value }), begin }}
            describedBy=""
          />
        </div>
      )}
    </li>
  )
}
