import { type RefObject, useEffect, useRef } from 'react'

/**
 * Keeps the focus in a group of buttons that come and go: where the one that has it disappears or is disabled, the first button or field
 * that can take it gets it. For a component that renders whenever its buttons change.
 */
export function useKeptFocus(group: RefObject<HTMLElement | null>): void {
  const isInside = useRef(false)
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    const goesTo = ({ target }: Event) => {
      isInside.current = target instanceof Node && group.current?.contains(target) === true
    }
    // A button that goes loses the focus to nothing, which is no event that is told here.
    document.addEventListener('focusin', goesTo, { signal })
    document.addEventListener('pointerdown', goesTo, { signal, capture: true })
    return () => abort.abort()
  }, [group])
  useEffect(() => {
    if (!isInside.current || document.activeElement?.matches(':enabled') === true) return
    group.current?.querySelector<HTMLElement>(':is(button, input):enabled')?.focus()
  })
}
