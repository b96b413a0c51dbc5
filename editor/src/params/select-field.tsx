import { ChevronDown } from 'lucide-react'
import { type Param, textOf } from './use-param.js'

export interface SelectFieldProps {
  readonly id: string
  readonly options: readonly string[]
  readonly param: Param
  readonly describedBy: string
}

/**
 * The browser's own list behind a face that shows what is chosen. Chromium lays out the whole page with every step of a zoom as long as
 * the canvas shows such a list, so the style sheet takes the list away meanwhile, and the face stays.
 */
export function SelectField({ id, options, param, describedBy }: SelectFieldProps) {
  const value = textOf(param.value)
  return (
    <div className="select">
      <span aria-hidden>{value}</span>
      <ChevronDown aria-hidden size={14} />
      <select
        id={id}
        value={value}
        aria-describedby={describedBy}
        onFocus={param.begin}
        onChange={({ target }) => param.set(target.value)}
      >
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </div>
  )
}
