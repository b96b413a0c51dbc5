/** The parts of a keyboard event that name a chord. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * The chord of an event as people write it: `Ctrl+Shift+Z`. By the letter that the keyboard types, so that it holds on
 * every layout; Command counts as Ctrl. Shift is not named with keys that need it, such as `?`.
 */
export function chordOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string {
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key
  const typedByShift = key.length === 1 && key.toLowerCase() === key.toUpperCase()
  const parts = [ctrlKey || metaKey ? 'Ctrl' : '', altKey ? 'Alt' : '', shiftKey && !typedByShift ? 'Shift' : '', name]
  return parts.filter(Boolean).join('+')
}
