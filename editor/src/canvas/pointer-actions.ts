import type { FrameloomArea } from '@frameloom/rete-plugin'
import type { Studio } from '../studio/studio.js'
import { marquee } from './marquee.js'
import type { Viewport } from './viewport.js'

/** What presses on the canvas do: select by rectangle, select a wire, add by double click, open the menu. */
export function pointerActions(
  { selection, ui }: Studio,
  { area, view }: { readonly area: FrameloomArea; readonly view: Viewport },
): () => void {
  const { container } = area
  const abort = new AbortController()
  const { signal } = abort
  container.addEventListener('pointerdown', pickWire, { signal })
  container.addEventListener('dblclick', addHere, { signal })
  container.addEventListener('contextmenu', openMenu, { signal })
  const stopMarquee = marquee({ container, isEmpty, clicked: () => selection.clear(), over: selectIn })

  function isEmpty(target: EventTarget | null): boolean {
    const inside = target instanceof Element && container.contains(target)
    return inside && target.closest('.card, .fl-wire, .floating') === null
  }

  function selectIn(rectangle: DOMRect, adding: boolean) {
    const hit = [...area.nodeViews].flatMap(([id, { element }]) => (meets(rectangle, element) ? [id] : []))
    if (adding) selection.add(hit)
    else selection.choose(hit)
  }

  function pickWire({ target }: Event) {
    const wire = wireAt(target)
    if (wire !== undefined) selection.chooseWire(wire)
  }

  function addHere({ target, clientX: x, clientY: y }: MouseEvent) {
    if (isEmpty(target)) ui.setState({ palette: { at: { x, y }, place: view.toCanvas({ x, y }) } })
  }

  function openMenu(event: MouseEvent) {
    const { target, clientX: x, clientY: y } = event
    if (!(target instanceof Element) || target.closest('input, textarea, .floating') !== null) return
    event.preventDefault()
    const node = target.closest<HTMLElement>('.card')?.dataset['card']
    const wire = wireAt(target)
    if (node !== undefined && !selection.nodes.has(node)) selection.choose([node])
    if (wire !== undefined) selection.chooseWire(wire)
    const on = node !== undefined ? 'node' : wire !== undefined ? 'wire' : 'canvas'
    ui.setState({ menu: { at: { x, y }, on } })
  }

  return () => {
    abort.abort()
    stopMarquee()
  }
}

const wireAt = (target: EventTarget | null): string | undefined =>
  target instanceof Element ? target.closest<SVGElement>('.fl-wire')?.dataset['wire'] : undefined

function meets(rectangle: DOMRect, element: HTMLElement): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return left < rectangle.right && right > rectangle.left && top < rectangle.bottom && bottom > rectangle.top
}
