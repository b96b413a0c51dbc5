import type { RefObject } from 'react'
import { useNativeEvent } from './use-native-event.js'

/** The wheel scrolls the element where there is more of it than is seen, in place of zooming the canvas. */
export function useOwnWheel(ref: RefObject<HTMLElement | null>): void {
  useNativeEvent(ref, 'wheel', (event) => {
    const { current } = ref
    if (current !== null && current.scrollHeight > current.clientHeight) event.stopPropagation()
  })
}
