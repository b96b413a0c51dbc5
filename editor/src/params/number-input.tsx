import { useEffect, useState } from 'react'

export interface NumberInputProps {
  readonly id: string
  readonly value: number
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly step: number
  readonly describedBy?: string
  /** Its accessible name where no label says it. */
  readonly label?: string
  readonly begin: () => void
  readonly set: (value: number) => void
}

/**
 * A number that is taken over as soon as it is one within its bounds. What is typed on the way there stays as typed; at the end, by
 * Enter or by leaving, a number beyond its bounds is taken to the nearest one within.
 */
export function NumberInput({ id, value, min, max, step, describedBy, label, begin, set }: NumberInputProps) {
  const [typed, setTyped] = useState(() => String(value))
  useEffect(() => setTyped((text) => (numberIn(text) === value ? text : String(value))), [value])
  const take = (next: number) => {
    setTyped(String(next))
    if (next !== value) set(next)
  }
  const finish = () => {
    const next = numberIn(typed) ?? value
    // What was there before anybody typed is not for this field to judge.
    take(next === value ? value : bounded(next))
  }
  return (
    <input
      id={id}
      className="number-input"
      inputMode="decimal"
      value={typed}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={numberIn(typed) !== value}
      onFocus={(event) => {
        begin()
        event.target.select()
      }}
      onBlur={finish}
      onChange={({ target }) => {
        setTyped(target.value)
        const next = numberIn(target.value)
        if (next !== undefined && next !== value && bounded(next) === next) set(next)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish()
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
        event.preventDefault()
        const by = (event.key === 'ArrowUp' ? step : -step) * (event.shiftKey ? 10 : 1)
        take(bounded(rounded((numberIn(typed) ?? value) + by, step)))
      }}
    />
  )

  function bounded(next: number): number {
    const inside = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, next))
    return step === 1 ? Math.round(inside) : inside
  }
}

/** The number that a text is; nothing where it is none yet. */
const numberIn = (text: string): number | undefined => {
  const number = Number(text)
  return text.trim() !== '' && Number.isFinite(number) ? number : undefined
}

/** Keeps sums of decimal steps free of binary remainders. */
const rounded = (value: number, step: number): number => {
  const digits = Math.max(0, Math.ceil(-Math.log10(step)))
  return Number(value.toFixed(digits))
}
