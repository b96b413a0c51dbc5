import type { KeyboardEvent } from 'react'
import type { Studio } from '../studio/studio.js'

/** Keys of a focused node: Enter edits its first field, C connects it. Keys of all nodes are in the shortcut table. */
export function cardKeys(studio: Studio, node: string, event: KeyboardEvent<HTMLElement>): void {
  const { target, currentTarget, key } = event
  if (key === 'Escape' && target !== currentTarget) {
    currentTarget.focus()
    event.stopPropagation()
  }
  if (target !== currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
  if (key === 'Enter') {
    event.preventDefault()
    currentTarget.querySelector<HTMLElement>('.field input, .field select, .field textarea')?.focus()
  }
  if (key.toLowerCase() === 'c') {
    event.preventDefault()
    studio.ui.setState({ dialog: { kind: 'connect', node } })
  }
}
