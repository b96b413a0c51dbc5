import { useRef } from 'react'
import { useNativeEvent } from '../ui/use-native-event.js'
import { type Param, textOf } from './use-param.js'

export interface TextFieldProps {
  readonly id: string
  readonly multiline: boolean
  readonly param: Param
  readonly describedBy: string
}

export function TextField({ id, multiline, param, describedBy }: TextFieldProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  useNativeEvent(area, 'wheel', (event) => {
    const { current } = area
    if (current !== null && current.scrollHeight > current.clientHeight) event.stopPropagation()
  })
  const shared = {
    id,
    value: textOf(param.value),
    'aria-describedby': describedBy,
    spellCheck: false,
    onFocus: param.begin,
    onChange: ({ target }: { target: { value: string } }) => param.set(target.value),
  }
  return multiline ? <textarea ref={area} rows={3} {...shared} /> : <input type="text" autoComplete="off" {...shared} />
}
