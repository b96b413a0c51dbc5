import type { FrameloomArea } from '@frameloom/rete-plugin'
import type { Viewport } from './viewport.js'

/** Tall cards are shown from their top. */
const MOST = 400

/** Moves the view to a node where it is not seen as a whole, and focuses it. */
export function reveal(id: string, { area, view }: { readonly area: FrameloomArea; readonly view: Viewport }): void {
  const node = area.nodeViews.get(id)
  if (node === undefined) return
  const { x, y, k } = area.area.transform
  const { width, height } = view.sizeOf(id)
  const { clientWidth, clientHeight } = area.container
  const [left, top] = [node.position.x * k + x, node.position.y * k + y]
  const seen = left >= 0 && top >= 0 && left + width * k <= clientWidth && top + height * k <= clientHeight
  if (!seen) {
    view.moveTo({
      k,
      x: clientWidth / 2 - (node.position.x + width / 2) * k,
      y: clientHeight / 2 - (node.position.y + Math.min(height, MOST) / 2) * k,
    })
  }
  node.element.querySelector<HTMLElement>('.card')?.focus({ preventScroll: true })
}
