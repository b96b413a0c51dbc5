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

/** A number that is taken over as soon as it is one; what is typed on the way there stays as typed. */
export function NumberInput({ id, value, min, max, step, describedBy, label, begin, set }: NumberInputProps) {
  const [typed, setTyped] = useState(() => String(value))
  useEffect(() => setTyped((text) => (Number(text) === value && text !== '' ? text : String(value))), [value])
  return (
    <input
      id={id}
      className="number-input"
      inputMode="decimal"
      value={typed}
      aria-label={label}
      aria-describedby={describedBy}
      onFocus={(event) => {
        begin()
        event.target.select()
      }}
      onBlur={() => setTyped(String(value))}
      onChange={({ target }) => {
        setTyped(target.value)
        const next = Number(target.value)
        if (target.value.trim() !== '' && Number.isFinite(next)) set(bounded(next))
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
        event.preventDefault()
        const by = (event.key === 'ArrowUp' ? step : -step) * (event.shiftKey ? 10 : 1)
        set(bounded(rounded(value + by, step)))
      }}
    />
  )

  function bounded(next: number): number {
    const inside = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, next))
    return step === 1 ? Math.round(inside) : inside
  }
}

/** Keeps sums of decimal steps free of binary remainders. */
const rounded = (value: number, step: number): number => {
  const digits = Math.max(0, Math.ceil(-Math.log10(step)))
  return Number(value.toFixed(digits))
}
