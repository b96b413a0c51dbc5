import { type AreaSignals, drawWires, frameloom, type Scheme, wirePointId } from '@frameloom/rete-plugin'
import { createRoot } from 'react-dom/client'
import { NodeEditor } from 'rete'
import { AreaExtensions, AreaPlugin } from 'rete-area-plugin'
import { ConnectionPlugin } from 'rete-connection-plugin'
import { Presets, ReactPlugin } from 'rete-react-plugin'
import type { CanvasFace } from '../studio/canvas-face.js'
import type { Studio } from '../studio/studio.js'
import { StudioContext } from '../studio/studio-context.js'
import { backdrop } from './backdrop.js'
import { drawCards } from './draw-cards.js'
import { dragNodes } from './drag-nodes.js'
import { dragPoints } from './drag-points.js'
import { farView } from './far-view.js'
import { FrameLayer } from './frame-layer.js'
import { ground } from './ground.js'
import { markSelection } from './mark-selection.js'
import { nearCards } from './near-cards.js'
import { panWithPointer } from './pan.js'
import { pointerActions } from './pointer-actions.js'
import { raiseFailed } from './raise-failed.js'
import { reveal } from './reveal.js'
import { scrollWorld } from './scroll-world.js'
import { viewport } from './viewport.js'
import { zoomGesture } from './zoom-gesture.js'
import { limitZoom } from './zoom-limits.js'

/** Puts Rete on the page and keeps it equal to the document. */
export function openCanvas(container: HTMLElement, studio: Studio): CanvasFace {
  const { cards, graph, selection, ui, notices } = studio
  const editor = new NodeEditor<Scheme>()
  const area = new AreaPlugin<Scheme, AreaSignals>(container)
  const connection = new ConnectionPlugin<Scheme, AreaSignals>()
  const render = new ReactPlugin<Scheme, AreaSignals>({ createRoot })
  editor.use(area)
  area.use(connection)
  area.use(render)
  const stopScrolling = scrollWorld(area)
  const zooming = zoomGesture(area)
  const view = viewport({ editor, area, zooming })

  const { mirror, socketPositions, routes } = frameloom({
    editor,
    area,
    connection,
    manifests: [...studio.manifests.values()],
    refused: (reason) => notices.say(`No wire here: ${reason}.`),
    dropped: ({ nodeId, side, key }) => {
      const { x, y } = area.area.pointer
      const { left, top } = container.getBoundingClientRect()
      const { x: dx, y: dy, k } = area.area.transform
      const at = { x: x * k + dx + left, y: y * k + dy + top }
      ui.setState({ palette: { at, place: { x, y: y - 48 }, from: { nodeId, side, key } } })
    },
    // Cards read fields from the store; only a node with other ports is drawn anew.
    changed: (node, what) => {
      if (what === 'shape') void area.update('node', node.id)
    },
  })
  const wires = drawWires({ editor, area, socketPositions, isChosen: (point) => selection.points.has(point) })
  render.addPreset(
    Presets.classic.setup({
      socketPositionWatcher: socketPositions,
      customize: {
        node: () => null,
        connection: () => null,
      },
    }),
  )

  const stopCards = drawCards(studio, area)
  const frames = document.createElement('div')
  frames.className = 'frames'
  area.area.content.add(frames)
  const frameRoot = createRoot(frames)
  frameRoot.render(
    <StudioContext value={studio}>
      <FrameLayer />
    </StudioContext>,
  )
  area.area.setDragHandler(null)
  AreaExtensions.zIndexNodesOrder(area)
  limitZoom(area)
  area.addPipe((signal) => {
    if (signal.type === 'noderemoved') cards.forget(signal.data.id)
    return signal
  })

  // Before the view from afar ends, so that the browser never lays out every card.
  const near = nearCards({ area, view, zooming, wires, cards })
  const stops = [
    zooming.stop,
    near.stop,
    stopCards,
    backdrop(container),
    ground(area),
    stopScrolling,
    panWithPointer(area),
    farView({ editor, area, view, zooming, graph, wires }),
    dragNodes({ area, routes, selection }),
    markSelection({ area, routes, selection }),
    pointerActions(studio, { area, routes, view }),
    dragPoints(studio, { area, mirror, routes }),
    raiseFailed(studio, area),
    mirror.subscribe((next) => graph.edit(() => next)),
    graph.store.subscribe(({ document, nodes }) => {
      keepFocus(container, nodes)
      if (document !== mirror.document) void mirror.show(document)
    }),
  ]

  const sizes = new ResizeObserver(view.resized)
  sizes.observe(container)
  void mirror.show(graph.document)
  return {
    ...view,
    shown: () => mirror.shown(),
    openSeen: near.openSeen,
    addPoint: (wire, place) => {
      const point = routes.add(wire, place)
      return point && wirePointId(point.wire, point.index)
    },
    reveal: (id) => reveal(id, { area, view }),
    destroy: () => {
      for (const stop of stops) stop()
      sizes.disconnect()
      frameRoot.unmount()
      area.destroy()
    },
  }
}

/** A card that goes leaves the focus that is in it to the canvas. */
function keepFocus(container: HTMLElement, nodes: ReadonlyMap<string, unknown>): void {
  const focused = container.ownerDocument.activeElement?.closest<HTMLElement>('[data-card]')?.dataset['card']
  if (focused !== undefined && !nodes.has(focused)) container.focus()
}
