import { type KeyboardEvent, useEffect, useRef } from 'react'

export interface MenuItem {
  readonly label: string
  readonly keys?: string
  readonly danger?: boolean
  readonly run: () => void
}

export interface MenuProps {
  readonly label: string
  readonly at: { readonly x: number; readonly y: number }
  readonly items: readonly MenuItem[]
  readonly close: () => void
}

const ROW = 30
const WIDTH = 232

/** A menu at a point: arrow keys move, Enter chooses, Escape or a press elsewhere closes. */
export function Menu({ label, at, items, close }: MenuProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    list.current?.querySelector('button')?.focus()
    return () => {
      // Unless what was chosen has taken it.
      const isLost = document.activeElement === document.body
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  const keys = (event: KeyboardEvent) => {
    event.stopPropagation()
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const here = buttons.findIndex((button) => button === document.activeElement)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) buttons.at((here + step) % buttons.length)?.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') close()
    else return
    event.preventDefault()
  }
  const left = Math.min(at.x, innerWidth - WIDTH - 8)
  const top = Math.min(at.y, innerHeight - items.length * ROW - 16)
  return (
    <div
      className="scrim"
      onPointerDown={({ target, currentTarget }) => target === currentTarget && close()}
      onContextMenu={(event) => event.preventDefault()}
    >
      <div
        ref={list}
        className="menu floating"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        style={{ left, top, width: WIDTH }}
        onKeyDown={keys}
      >
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            data-danger={item.danger === true ? '' : undefined}
            onClick={() => {
              close()
              item.run()
            }}
          >
            {item.label}
            {item.keys && <kbd>{item.keys}</kbd>}
          </button>
        ))}
      </div>
    </div>
  )
}
