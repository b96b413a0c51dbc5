import type { MemoryReport } from '@frameloom/memory-report'

const HEIGHT = 44
const LINE = 26
/** Room left and right of the scale. */
const EDGE = 6

const SVG = 'http://www.w3.org/2000/svg'

export interface RulerParts {
  readonly svg: SVGSVGElement
  /** Says the same in words. */
  readonly words: HTMLElement
  /** Units of the drawing; where it is as wide in pixels, its letters are as small as those of the card. */
  readonly width: number
}

/** Draws where every slot and the chunk stand. The scale is logarithmic, so that 0 to 20 and 1,024 are both to be read. */
export function drawRuler({ svg, words, width }: RulerParts, report: MemoryReport): void {
  words.textContent = rulerInWords(report)
  words.toggleAttribute('data-outside', isOutside(report))
  const { model, slots } = report
  if (model === undefined) return
  const x = (position: number) =>
    EDGE +
    (Math.log1p(Math.min(position, model.rotaryPositions)) / Math.log1p(model.rotaryPositions)) * (width - 2 * EDGE)
  const trained = model.trainedFrames - 1
  svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`)
  svg.replaceChildren(
    element('rect', { class: 'ruler-trained', x: x(0) - 3, y: 6, width: x(trained) - x(0) + 6, height: LINE - 6 }),
    element('line', { class: 'ruler-line', x1: x(0), x2: x(model.rotaryPositions), y1: LINE, y2: LINE }),
    element('line', {
      class: 'ruler-wall',
      x1: x(model.rotaryPositions),
      x2: x(model.rotaryPositions),
      y1: 4,
      y2: LINE + 4,
    }),
    label(x(0), '0', 'start'),
    label(x(trained), String(trained), 'middle'),
    label(x(model.rotaryPositions), model.rotaryPositions.toLocaleString('en'), 'end'),
    ...slots.map(({ kind, position }) =>
      element('rect', {
        class: 'ruler-slot',
        'data-kind': kind,
        x: x(position) - 1.5,
        y: kind === 'chunk' ? 8 : 12,
        width: 3,
        height: LINE - (kind === 'chunk' ? 8 : 12),
        rx: 1.5,
      }),
    ),
  )
}

/** `Slots at 0-8, chunk at 9-11. Trained up to 20; the table ends before 1,024.` */
export function rulerInWords({ slots, model }: MemoryReport): string {
  const held = runs(slots.filter(({ kind }) => kind !== 'chunk').map(({ position }) => position))
  const chunk = runs(slots.filter(({ kind }) => kind === 'chunk').map(({ position }) => position))
  const where = `${held === '' ? '' : `Slots at ${held}, `}chunk at ${chunk}.`
  const place = where.charAt(0).toUpperCase() + where.slice(1)
  if (model === undefined) return place
  const { trainedFrames, rotaryPositions } = model
  return `${place} Trained up to ${trainedFrames - 1}; the table ends before ${rotaryPositions.toLocaleString('en')}.`
}

/** Does a slot stand where the model was not trained? */
const isOutside = ({ slots, model }: MemoryReport): boolean =>
  model !== undefined && slots.some(({ position }) => position >= model.trainedFrames)

/** `0-2, 17-23`: runs of consecutive positions, in attention order. */
function runs(positions: readonly number[]): string {
  const found: { first: number; last: number }[] = []
  for (const position of positions) {
    const run = found.at(-1)
    if (run !== undefined && position === run.last + 1) run.last = position
    else found.push({ first: position, last: position })
  }
  return found.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ')
}

function label(x: number, text: string, anchor: 'start' | 'middle' | 'end'): SVGElement {
  const made = element('text', { x, y: HEIGHT - 4, 'text-anchor': anchor })
  made.textContent = text
  return made
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  return made
}
