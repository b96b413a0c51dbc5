import type { SlotReport } from '@frameloom/memory-report'
import { percent, type SlotFacts, slotInWords } from './in-words.js'
import type { StripCell } from './strip-cells.js'

interface Bar {
  readonly name: string
  readonly share: number
}

/** Writes into an element what a cell holds: in words, and how large a share of it each past frame is. */
export function drawSlotDetail(host: HTMLElement, cell: StripCell, facts: SlotFacts): void {
  const [slot] = cell.slots
  if (slot === undefined) return
  const words = document.createElement('p')
  words.textContent = slotInWords(slot, facts)
  if (cell.slots.length > 1) words.textContent += ` · and ${cell.slots.length - 1} more`
  const bars = barsOf(slot)
  const most = Math.max(...bars.map(({ share }) => share))
  const chart = document.createElement('div')
  chart.className = 'share-bars'
  chart.setAttribute('aria-hidden', 'true')
  chart.append(...bars.map((bar) => barElement(bar, most)))
  host.replaceChildren(words, chart)
}

/** The largest shares by age, the oldest first, and before them all others together. */
function barsOf({ largest, older, blank, frames }: SlotReport): readonly Bar[] {
  const named = largest
    .toSorted((a, b) => a.frame - b.frame)
    .map(({ frame, share }) => ({ name: String(frame), share }))
  const rest = 1 - older - blank - named.reduce((sum, { share }) => sum + share, 0)
  return [
    ...(blank > 0 ? [{ name: 'blank', share: blank }] : []),
    ...(older > 0 ? [{ name: 'older', share: older }] : []),
    ...(frames > largest.length ? [{ name: 'others', share: Math.max(0, rest) }] : []),
    ...named,
  ]
}

function barElement({ name, share }: Bar, most: number): HTMLElement {
  const element = document.createElement('div')
  const [value, bar, label] = [
    document.createElement('small'),
    document.createElement('i'),
    document.createElement('small'),
  ]
  value.textContent = percent(share)
  bar.style.height = `${(share / most) * 100}%`
  label.textContent = name
  const room = document.createElement('div')
  room.append(bar)
  element.append(value, room, label)
  return element
}
