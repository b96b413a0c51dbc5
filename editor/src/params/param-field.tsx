import { RotateCcw, Zap } from 'lucide-react'
import { useStore } from 'zustand'
import { paramOf } from '../graph/issue-list.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'
import { ChangeChip } from './change-chip.js'
import type { Field } from './field.js'
import { ParamControl } from './param-control.js'
import { useParam } from './use-param.js'

export interface ParamFieldProps {
  readonly node: string
  readonly field: Field
  /** Tells the fields of the card from those of the outline. */
  readonly place: 'card' | 'outline'
}

/** One parameter: label, control, unit, whether it is live, and what is wrong with it. */
export function ParamField({ node, field, place }: ParamFieldProps) {
  const { issues } = useStudio()
  const param = useParam(node, field)
  const issue = useStore(
    issues.store,
    ({ byNode }) => byNode.get(node)?.find((one) => paramOf(one) === field.name)?.message,
  )
  const unit = param.value === 0 ? (field.zero ?? field.unit) : field.unit
  const id = `${place}-${node}-${field.name}`
  const describedBy = `${id}-help`
  const wide = field.face.kind === 'files' || (field.face.kind === 'text' && field.face.multiline)
  return (
    <div
      className="field"
      data-kind={field.face.kind}
      data-wide={wide ? '' : undefined}
      data-issue={issue === undefined ? undefined : ''}
    >
      <div className="field-head">
        <label htmlFor={id} title={field.help} onDoubleClick={param.reset}>
          <span className="field-label">{field.label}</span>
          {field.live && <Zap className="live-mark" size={11} aria-label="may change while the video plays" />}
        </label>
        {!param.isDefault && (
          <IconButton
            className="field-reset"
            icon={RotateCcw}
            label={`Reset ${field.label} to its default`}
            onClick={() => {
              param.reset()
              // The button goes with what it was for.
              document.getElementById(id)?.focus()
            }}
          />
        )}
      </div>
      <div className="field-control">
        <ParamControl id={id} node={node} field={field} param={param} describedBy={describedBy} />
        {unit && <span className="unit">{unit}</span>}
      </div>
      {field.live && <ChangeChip node={node} field={field} value={param.value} control={id} />}
      {issue && <p className="field-issue">{issue}</p>}
      <span id={describedBy} hidden>
        {field.help}
      </span>
    </div>
  )
}
