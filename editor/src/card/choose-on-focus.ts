/**
 * Calls back when a card gets the focus by a key or from the page: not by a press of the pointer, which chooses by itself, and not when
 * the window is entered again, which gives the card back the focus that it had.
 */
export function chooseOnFocus(
  { holder, card, signal }: { readonly holder: HTMLElement; readonly card: HTMLElement; readonly signal: AbortSignal },
  choose: () => void,
): void {
  const held = { pressed: false, away: false }
  const release = () => {
    held.pressed = false
  }
  holder.addEventListener('pointerdown', () => (held.pressed = true), { signal, capture: true })
  addEventListener('pointerup', release, { signal, capture: true })
  addEventListener('pointercancel', release, { signal, capture: true })
  card.addEventListener(
    'focusout',
    ({ target }) => {
      // What loses the focus to a part of the page is not the active element any more.
      held.away = target === card && document.activeElement === card
    },
    { signal },
  )
  card.addEventListener(
    'focusin',
    ({ target }) => {
      if (target === card && !held.pressed && !held.away) choose()
      held.away = false
    },
    { signal },
  )
}
