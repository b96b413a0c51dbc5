import { useRef } from 'react'
import { useOwnWheel } from '../ui/use-own-wheel.js'
import { type Param, textOf } from './use-param.js'

export interface TextFieldProps {
  readonly id: string
  readonly multiline: boolean
  readonly param: Param
  readonly describedBy: string
  /** Its accessible name where no label says it. */
  readonly label?: string
}

export function TextField({ id, multiline, param, describedBy, label }: TextFieldProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  useOwnWheel(area)
  const shared = {
    id,
    value: textOf(param.value),
    'aria-label': label,
    'aria-describedby': describedBy,
    spellCheck: false,
    onFocus: param.begin,
    onChange: ({ target }: { target: { value: string } }) => param.set(target.value),
  }
  return multiline ? <textarea ref={area} rows={3} {...shared} /> : <input type="text" autoComplete="off" {...shared} />
}
