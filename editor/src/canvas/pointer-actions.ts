import { type FrameloomArea, wirePointId, type WireRoutes } from '@frameloom/rete-plugin'
import type { Studio } from '../studio/studio.js'
import { marquee } from './marquee.js'
import type { Viewport } from './viewport.js'

/** What presses on the canvas do: select by rectangle, select a wire, add by double click, open the menu. */
export function pointerActions(
  { selection, ui }: Studio,
  { area, routes, view }: { readonly area: FrameloomArea; readonly routes: WireRoutes; readonly view: Viewport },
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
    const from = view.toCanvas({ x: rectangle.left, y: rectangle.top })
    const to = view.toCanvas({ x: rectangle.right, y: rectangle.bottom })
    const points = routes.all().filter(({ x, y }) => x >= from.x && y >= from.y && x <= to.x && y <= to.y)
    const ids = points.map(({ wire, index }) => wirePointId(wire, index))
    if (adding) selection.add(hit, ids)
    else selection.choose(hit, ids)
  }

  function pickWire({ target }: Event) {
    const wire = wireAt(target)
    if (wire !== undefined && pointAt(target) === undefined) selection.chooseWire(wire)
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
    const point = pointAt(target)
    if (point !== undefined && !selection.points.has(point)) selection.choose([], [point])
    if (point === undefined && wire !== undefined) selection.chooseWire(wire)
    const on = node !== undefined ? 'node' : point !== undefined ? 'point' : wire !== undefined ? 'wire' : 'canvas'
    ui.setState({ menu: { at: { x, y }, on } })
  }

  return () => {
    abort.abort()
    stopMarquee()
  }
}

const wireAt = (target: EventTarget | null): string | undefined =>
  target instanceof Element ? target.closest<SVGElement>('.fl-wire')?.dataset['wire'] : undefined

function pointAt(target: EventTarget | null): string | undefined {
  const index = target instanceof Element ? target.closest<SVGElement>('.fl-point')?.dataset['point'] : undefined
  const wire = wireAt(target)
  return index === undefined || wire === undefined ? undefined : wirePointId(wire, Number(index))
}

function meets(rectangle: DOMRect, element: HTMLElement): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return left < rectangle.right && right > rectangle.left && top < rectangle.bottom && bottom > rectangle.top
}
