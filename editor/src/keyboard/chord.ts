/** The parts of a keyboard event that name a chord. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * The chord of an event as people write it: `Ctrl+Shift+Z`. By the letter that the keyboard types, so that it holds on
 * every layout; where that is none of the Latin ones, as with Option on a Mac, by the place of the key. Command counts as
 * Ctrl. Shift is not named with keys that need it, such as `?`.
 */
export function chordOf(pressed: Pressed): string {
  const { ctrlKey, metaKey, altKey, shiftKey } = pressed
  const key = latinKey(pressed)
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key
  const typedByShift = key.length === 1 && key.toLowerCase() === key.toUpperCase()
  const parts = [ctrlKey || metaKey ? 'Ctrl' : '', altKey ? 'Alt' : '', shiftKey && !typedByShift ? 'Shift' : '', name]
  return parts.filter(Boolean).join('+')
}

/** The key, or the letter that is printed at its place on most keyboards where it types another sign. */
const latinKey = ({ key, code }: Pressed): string =>
  /^[ -~]$/.test(key) || (key.length > 1 && key !== 'Dead') ? key : (/^Key([A-Z])$/.exec(code)?.[1] ?? key)
