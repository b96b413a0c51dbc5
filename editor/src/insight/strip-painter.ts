import type { MemoryReport } from '@frameloom/memory-report'
import { LETTER, slotInWords } from './in-words.js'
import { paintThumbnail, type Thumbnail } from './thumbnail.js'
import { type StripCell, stripCells } from './strip-cells.js'

export interface StripContent {
  readonly report: MemoryReport
  readonly seconds: number | undefined
  readonly planned: boolean
  /** A picture of what a cell holds. */
  readonly pictureOf: (cell: StripCell) => Thumbnail | undefined
}

/**
 * Draws a slot strip into an element, cell by cell, and changes only what differs from chunk to chunk. One cell is in the
 * order of Tab; arrows move between them.
 */
export class StripPainter {
  readonly #host: HTMLElement
  readonly #chosen: (cell: StripCell | undefined) => void
  readonly #listening = new AbortController()
  #cells: readonly StripCell[] = []
  #content: StripContent | undefined

  /** `chosen` is told which cell the pointer or the focus is on. */
  constructor(host: HTMLElement, chosen: (cell: StripCell | undefined) => void) {
    this.#host = host
    this.#chosen = chosen
    const { signal } = this.#listening
    host.addEventListener('pointerover', ({ target }) => chosen(this.#cellOf(target)), { signal })
    host.addEventListener('pointerleave', () => chosen(this.#cellOf(document.activeElement)), { signal })
    host.addEventListener('focusin', ({ target }) => this.#enter(target), { signal })
    host.addEventListener('focusout', () => chosen(undefined), { signal })
    host.addEventListener('keydown', (event) => this.#move(event), { signal })
  }

  /** Listens no more. */
  stop(): void {
    this.#listening.abort()
  }

  cellAt(first: number | undefined): StripCell | undefined {
    return this.#cells.find((cell) => cell.first === first)
  }

  draw(content: StripContent): void {
    this.#content = content
    this.#cells = stripCells(content.report.slots)
    for (const [i, cell] of this.#cells.entries()) this.#drawCell(this.#element(i), cell, content)
    while (this.#host.children.length > this.#cells.length) this.#host.lastElementChild?.remove()
    if (this.#host.querySelector('[tabindex="0"]') === null) this.#host.firstElementChild?.setAttribute('tabindex', '0')
  }

  /** Draws the pictures anew, where some have arrived since. */
  drawPictures(): void {
    const content = this.#content
    if (content === undefined) return
    for (const [i, cell] of this.#cells.entries()) paint(this.#element(i), content.pictureOf(cell))
  }

  #drawCell(element: HTMLElement, cell: StripCell, content: StripContent): void {
    const { report, seconds, planned } = content
    const [slot] = cell.slots
    if (slot === undefined) return
    const words = slotInWords(slot, { bytes: report.bytes?.perSlot, seconds, planned })
    const others = cell.slots.length === 1 ? '' : ` (and ${cell.slots.length - 1} more slots)`
    setAttribute(element, 'data-kind', cell.kind)
    setAttribute(element, 'data-opens', cell.opens ? '' : undefined)
    setAttribute(element, 'aria-label', `Slot ${cell.first}: ${words}${others}`)
    const label = element.querySelector('span')
    if (label !== null && label.textContent !== LETTER[cell.kind]) label.textContent = LETTER[cell.kind]
    paint(element, content.pictureOf(cell))
  }

  #element(index: number): HTMLElement {
    const known = this.#host.children[index]
    if (known instanceof HTMLElement) return known
    const element = document.createElement('div')
    element.className = 'slot-cell'
    element.setAttribute('role', 'listitem')
    element.tabIndex = -1
    element.append(document.createElement('canvas'), document.createElement('span'))
    return this.#host.appendChild(element)
  }

  #cellOf(target: EventTarget | null): StripCell | undefined {
    const element = target instanceof Element ? target.closest('.slot-cell') : null
    return element?.parentElement === this.#host ? this.#cells[[...this.#host.children].indexOf(element)] : undefined
  }

  #enter(target: EventTarget | null): void {
    if (!(target instanceof HTMLElement)) return
    for (const other of this.#host.querySelectorAll('[tabindex="0"]')) other.setAttribute('tabindex', '-1')
    target.tabIndex = 0
    this.#chosen(this.#cellOf(target))
  }

  #move(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (step === undefined || !(event.target instanceof Element)) return
    event.preventDefault()
    event.stopPropagation()
    const next = this.#host.children[[...this.#host.children].indexOf(event.target) + step]
    if (next instanceof HTMLElement) next.focus({ preventScroll: true })
  }
}

function paint(element: HTMLElement, picture: Thumbnail | undefined): void {
  const canvas = element.querySelector('canvas')
  if (canvas === null) return
  canvas.hidden = picture === undefined
  if (picture !== undefined) paintThumbnail(canvas, picture)
}

function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name)
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}
