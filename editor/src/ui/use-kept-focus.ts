import { type RefObject, useEffect, useRef } from 'react'

const CONTROLS = ':is(button, input, select, textarea):enabled'

/**
 * Keeps the focus in a group of controls that come and go: where the one that has it disappears or is disabled, the one that is then at its
 * place gets it, or the last. For a component that renders whenever its controls change.
 */
export function useKeptFocus(group: RefObject<HTMLElement | null>): void {
  /** At which place in the group the focus is; undefined: elsewhere. */
  const place = useRef<number>(undefined)
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    const goesTo = ({ target }: Event) => {
      const inside = target instanceof Element && group.current?.contains(target) === true ? target : undefined
      place.current =
        inside &&
        Math.max(
          0,
          controlsIn(group.current).findIndex((control) => control.contains(inside)),
        )
    }
    // A button that goes loses the focus to nothing, which is no event that is told here.
    document.addEventListener('focusin', goesTo, { signal })
    document.addEventListener('pointerdown', goesTo, { signal, capture: true })
    return () => abort.abort()
  }, [group])
  useEffect(() => {
    if (place.current === undefined || document.activeElement?.matches(':enabled') === true) return
    const controls = controlsIn(group.current)
    controls[Math.min(place.current, controls.length - 1)]?.focus()
  })
}

const controlsIn = (group: HTMLElement | null): readonly HTMLElement[] => [
  ...(group?.querySelectorAll<HTMLElement>(CONTROLS) ?? []),
]
