import { Zap } from 'lucide-react'
import { useStore } from 'zustand'
import { paramOf } from '../graph/issue-list.js'
import { useStudio } from '../studio/studio-context.js'
import { ChangeChip } from './change-chip.js'
import type { Field } from './field.js'
import { ListField } from './list-field.js'
import { NumberInput } from './number-input.js'
import { SeedField } from './seed-field.js'
import { SliderField } from './slider-field.js'
import { TextField } from './text-field.js'
import { type Param, textOf, useParam } from './use-param.js'

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
  const id = `${place}-${node}-${field.name}`
  const describedBy = `${id}-help`
  const wide = field.face.kind === 'text' && field.face.multiline
  return (
    <div
      className="field"
      data-kind={field.face.kind}
      data-wide={wide ? '' : undefined}
      data-issue={issue === undefined ? undefined : ''}
    >
      <label htmlFor={id} title={field.help}>
        <span className="field-label">{field.label}</span>
        {field.live && <Zap className="live-mark" size={11} aria-label="may change while the video plays" />}
      </label>
      <div className="field-control">
        <Control id={id} node={node} field={field} param={param} describedBy={describedBy} />
        {field.unit && <span className="unit">{field.unit}</span>}
      </div>
      {field.live && <ChangeChip node={node} param={field.name} />}
      {issue && <p className="field-issue">{issue}</p>}
      <span id={describedBy} hidden>
        {field.help}
      </span>
    </div>
  )
}

interface ControlProps {
  readonly id: string
  readonly node: string
  readonly field: Field
  readonly param: Param
  readonly describedBy: string
}

function Control({ id, node, field, param, describedBy }: ControlProps) {
  const { face, label, name } = field
  switch (face.kind) {
    case 'slider':
      return <SliderField id={id} label={label} face={face} param={param} describedBy={describedBy} />
    case 'number':
      return (
        <NumberInput
          id={id}
          value={Number(param.value)}
          {...face}
          begin={param.begin}
          set={param.set}
          describedBy={describedBy}
        />
      )
    case 'seed':
      return <SeedField id={id} node={node} name={name} param={param} describedBy={describedBy} />
    case 'select':
      return (
        <select
          id={id}
          value={textOf(param.value)}
          aria-describedby={describedBy}
          onFocus={param.begin}
          onChange={({ target }) => param.set(target.value)}
        >
          {face.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      )
    case 'switch':
      return (
        <input
          id={id}
          type="checkbox"
          role="switch"
          checked={param.value === true}
          aria-describedby={describedBy}
          onFocus={param.begin}
          onChange={({ target }) => {
            param.begin()
            param.set(target.checked)
          }}
        />
      )
    case 'text':
      return <TextField id={id} multiline={face.multiline} param={param} describedBy={describedBy} />
    case 'numbers':
    case 'json':
      return <ListField id={id} kind={face.kind} param={param} describedBy={describedBy} />
  }
}
