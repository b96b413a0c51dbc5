import type { Pressed } from './chord.js'

const TEXT = 'textarea, input:not([type=range], [type=checkbox], [type=radio], [type=button], [type=file])'

/** Is text typed into it? Then copy, cut and paste are of its text, too. A list is chosen from by typing. */
export const takesText = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(`${TEXT}, select`) !== null

const STEPS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'])

/** Which keys an element needs itself while it has the focus, beside those that nothing else uses. */
const owners: readonly { readonly elements: string; readonly owns: (pressed: Pressed) => boolean }[] = [
  { elements: TEXT, owns: () => true },
  // Ctrl is not for choosing: what a list changed can be undone from the list.
  { elements: 'select', owns: (pressed) => !hasCtrl(pressed) },
  { elements: 'input[type=range]', owns: (pressed) => !hasCtrl(pressed) && STEPS.has(pressed.key) },
  { elements: 'button, summary, input', owns: (pressed) => !hasCtrl(pressed) && pressed.key === ' ' },
]

/** Does the element that has the focus need these keys itself? Then no shortcut may take them, but for those that hold always. */
export const ownsKeys = (target: EventTarget | null, pressed: Pressed): boolean =>
  target instanceof Element && owners.some(({ elements, owns }) => target.matches(elements) && owns(pressed))

const hasCtrl = ({ ctrlKey, metaKey }: Pressed): boolean => ctrlKey || metaKey
