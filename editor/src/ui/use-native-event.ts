import { type RefObject, useEffect, useRef } from 'react'

/**
 * Listens on the element itself. Rete listens on the element that is the card's React root, so a handler of React's runs
 * too late to keep an event from it.
 */
export function useNativeEvent<K extends keyof HTMLElementEventMap>(
  ref: RefObject<HTMLElement | null>,
  type: K,
  handler: (event: HTMLElementEventMap[K]) => void,
): void {
  const latest = useRef(handler)
  latest.current = handler
  useEffect(() => {
    const element = ref.current
    const listen = (event: HTMLElementEventMap[K]) => latest.current(event)
    element?.addEventListener(type, listen, { passive: true })
    return () => element?.removeEventListener(type, listen)
  }, [ref, type])
}
