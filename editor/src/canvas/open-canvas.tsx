import { type AreaSignals, frameloom, isManifestNode, type Scheme, typedWire } from '@frameloom/rete-plugin'
import { createRoot } from 'react-dom/client'
import { NodeEditor } from 'rete'
import { AreaExtensions, AreaPlugin } from 'rete-area-plugin'
import { ConnectionPlugin } from 'rete-connection-plugin'
import { Presets, ReactPlugin } from 'rete-react-plugin'
import { NodeCard } from '../card/node-card.js'
import type { CanvasFace } from '../studio/canvas-face.js'
import type { Studio } from '../studio/studio.js'
import { StudioContext } from '../studio/studio-context.js'
import { dragNodes } from './drag-nodes.js'
import { markDistance } from './mark-distance.js'
import { markSelection } from './mark-selection.js'
import { marquee } from './marquee.js'
import { panWithPointer } from './pan.js'
import { viewport } from './viewport.js'
import { limitZoom } from './zoom-limits.js'

/** Puts Rete on the page and keeps it equal to the document. */
export function openCanvas(container: HTMLElement, studio: Studio): CanvasFace {
  const { graph, selection, ui, notices } = studio
  const editor = new NodeEditor<Scheme>()
  const area = new AreaPlugin<Scheme, AreaSignals>(container)
  const connection = new ConnectionPlugin<Scheme, AreaSignals>()
  const render = new ReactPlugin<Scheme, AreaSignals>({ createRoot })
  editor.use(area)
  area.use(connection)
  area.use(render)
  const view = viewport(editor, area)

  const { mirror, socketPositions } = frameloom({
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
  render.addPreset(
    Presets.classic.setup({
      socketPositionWatcher: socketPositions,
      customize: {
        node: () => (props) =>
          isManifestNode(props.data) ? (
            <StudioContext value={studio}>
              <NodeCard node={props.data} emit={props.emit} />
            </StudioContext>
          ) : null,
        connection: () => typedWire({ editor }),
      },
    }),
  )

  area.area.setDragHandler(null)
  AreaExtensions.zIndexNodesOrder(area)
  limitZoom(area)
  area.addPipe((signal) => {
    if (signal.type === 'render' && signal.data.type === 'connection') signal.data.element.style.zIndex = '-1'
    return signal
  })

  const isEmpty = (target: EventTarget | null) =>
    target instanceof Element && container.contains(target) && target.closest('.card, .fl-wire, .floating') === null
  const stops = [
    panWithPointer(area),
    markDistance(area),
    dragNodes({ area, selection }),
    markSelection(area, selection),
    marquee({
      container,
      isEmpty,
      clicked: () => selection.clear(),
      over: (rectangle, adding) => {
        const hit = [...area.nodeViews].flatMap(([id, { element }]) => (meets(rectangle, element) ? [id] : []))
        if (adding) selection.add(hit)
        else selection.choose(hit)
      },
    }),
    mirror.subscribe((document) => graph.edit(() => document)),
    graph.store.subscribe(({ document }) => {
      if (document !== mirror.document) void mirror.show(document)
    }),
  ]

  const wires = new AbortController()
  container.addEventListener('pointerdown', pickWire, { signal: wires.signal })
  container.addEventListener('dblclick', addHere, { signal: wires.signal })

  function pickWire({ target }: Event) {
    const wire =
      target instanceof Element ? target.closest<HTMLElement | SVGElement>('.fl-wire')?.dataset['wire'] : undefined
    if (wire !== undefined) selection.chooseWire(wire)
  }

  function addHere(event: MouseEvent) {
    if (!isEmpty(event.target)) return
    const at = { x: event.clientX, y: event.clientY }
    ui.setState({ palette: { at, place: view.toCanvas(at) } })
  }

  void mirror.show(graph.document)
  return {
    ...view,
    shown: () => mirror.shown(),
    reveal: (id) => {
      const node = area.nodeViews.get(id)
      if (node === undefined) return
      const { x, y, k } = area.area.transform
      const { width, height } = view.sizeOf(id)
      const { clientWidth, clientHeight } = container
      const [left, top] = [node.position.x * k + x, node.position.y * k + y]
      const seen = left >= 0 && top >= 0 && left + width * k <= clientWidth && top + height * k <= clientHeight
      if (!seen) {
        view.moveTo({
          k,
          x: clientWidth / 2 - (node.position.x + width / 2) * k,
          y: clientHeight / 2 - (node.position.y + Math.min(height, 400) / 2) * k,
        })
      }
      node.element.querySelector<HTMLElement>('.card')?.focus({ preventScroll: true })
    },
    destroy: () => {
      wires.abort()
      for (const stop of stops) stop()
      area.destroy()
    },
  }
}

function meets(rectangle: DOMRect, element: HTMLElement): boolean {
  const box = element.getBoundingClientRect()
  return (
    box.left < rectangle.right && box.right > rectangle.left && box.top < rectangle.bottom && box.bottom > rectangle.top
  )
}
