/** Gives the focus that is in a row which is about to go to the row after it or before it, or else to what is given. */
export function focusBeside(target: Element, otherwise: HTMLElement | undefined): void {
  const row = target.closest('li')
  const beside = row?.nextElementSibling ?? row?.previousElementSibling
  const next = beside?.querySelector<HTMLElement>('summary, button') ?? otherwise
  next?.focus()
}
