import { FilesField } from '../inputs/files-field.js'
import type { Field } from './field.js'
import { ListField } from './list-field.js'
import { NumberInput } from './number-input.js'
import { SeedField } from './seed-field.js'
import { SelectField } from './select-field.js'
import { SliderField } from './slider-field.js'
import { TextField } from './text-field.js'
import type { Param } from './use-param.js'

export interface ControlProps {
  readonly id: string
  readonly node: string
  readonly field: Field
  readonly param: Param
  readonly describedBy: string
}

/** The control of a parameter, by the kind of its value. */
export function ParamControl({ id, node, field, param, describedBy }: ControlProps) {
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
      return <SelectField id={id} options={face.options} param={param} describedBy={describedBy} />
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
    case 'files':
      return <FilesField id={id} node={node} field={field} param={param} describedBy={describedBy} />
    case 'numbers':
    case 'json':
      return <ListField id={id} kind={face.kind} param={param} describedBy={describedBy} />
  }
}
