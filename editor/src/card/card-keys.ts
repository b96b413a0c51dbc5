import type { Studio } from '../studio/studio.js'

/** Keys of a focused node: Enter edits its first field, C connects it. Keys of all nodes are in the shortcut table. */
export function cardKeys(
  studio: Studio,
  { id, card }: { readonly id: string; readonly card: HTMLElement },
  event: KeyboardEvent,
): void {
  const { target, key } = event
  if (key === 'Escape' && target !== card) {
    card.focus()
    event.stopPropagation()
  }
  if (target !== card || event.ctrlKey || event.metaKey || event.altKey) return
  if (key === 'Enter') {
    event.preventDefault()
    card.querySelector<HTMLElement>('.field input, .field select, .field textarea')?.focus()
  }
  if (key.toLowerCase() === 'c') {
    event.preventDefault()
    studio.ui.setState({ dialog: { kind: 'connect', node: id } })
  }
}
