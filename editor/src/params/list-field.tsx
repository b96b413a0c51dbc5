import type { JsonValue } from '@frameloom/graph'
import { useState } from 'react'
import type { Param } from './use-param.js'

export interface ListFieldProps {
  readonly id: string
  readonly kind: 'numbers' | 'json'
  readonly param: Param
  readonly describedBy: string
}

/** A list of numbers as `1000, 750, 500`, or any JSON as text; taken over at the end of editing where it can be read. */
export function ListField({ id, kind, param, describedBy }: ListFieldProps) {
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? written(kind, param.value)
  return (
    <input
      id={id}
      type="text"
      value={shown}
      placeholder={kind === 'numbers' ? 'the model’s own' : ''}
      aria-describedby={describedBy}
      aria-invalid={typed !== undefined && read(kind, typed) === undefined}
      onFocus={param.begin}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={() => {
        const value = typed === undefined ? undefined : read(kind, typed)
        if (value !== undefined) param.set(value)
        setTyped(undefined)
      }}
      onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
    />
  )
}

const written = (kind: ListFieldProps['kind'], value: JsonValue): string =>
  kind === 'numbers' && Array.isArray(value) ? value.join(', ') : JSON.stringify(value)

function read(kind: ListFieldProps['kind'], text: string): JsonValue | undefined {
  if (kind === 'numbers') {
    const numbers = text
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(Number)
    return numbers.every(Number.isFinite) ? numbers : undefined
  }
  try {
    return JSON.parse(text) as JsonValue
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}
