import { useStore } from 'zustand'
import { pointsOf, straightened } from '../graph/points.js'
import {
  arrange,
  bypassSelection,
  duplicateSelection,
  foldSelection,
  frameSelection,
  removeSelection,
  renameSelection,
  selectAll,
} from '../studio/commands.js'
import type { Studio } from '../studio/studio.js'
import { addPoint } from '../studio/reroute-commands.js'
import { useStudio } from '../studio/studio-context.js'
import type { MenuRequest } from '../studio/ui-state.js'
import { Menu, type MenuItem } from '../ui/menu.js'

/** What can be done with what is under the pointer. */
export function ContextMenu() {
  const studio = useStudio()
  const request = useStore(studio.ui, ({ menu }) => menu)
  if (request === undefined) return null
  return (
    <Menu
      key={`${request.at.x} ${request.at.y}`}
      label="Actions"
      at={request.at}
      items={itemsOf(studio, request)}
      close={() => studio.ui.setState({ menu: undefined })}
    />
  )
}

function itemsOf(studio: Studio, { on, at }: MenuRequest): readonly MenuItem[] {
  const { selection, stage, ui } = studio
  const removed = () => {
    removeSelection(studio)
    stage.canvas?.element.focus()
  }
  const remove = { label: 'Remove', keys: 'Delete', danger: true, run: removed }
  switch (on) {
    case 'node': {
      const [node = ''] = selection.nodes
      const chosen = studio.graph.document.nodes.filter(({ id }) => selection.nodes.has(id))
      const folded = chosen.every((one) => one['collapsed'] === true)
      const bypassed = chosen.every((one) => one.bypassed === true)
      const connect = { label: 'Connect…', keys: 'C', run: () => ui.setState({ dialog: { kind: 'connect', node } }) }
      const rename = { label: 'Rename', keys: 'F2', run: () => renameSelection(studio) }
      return [
        ...(selection.nodes.size === 1 ? [connect, rename] : []),
        { label: 'Duplicate with its wires', keys: 'Ctrl+D', run: () => duplicateSelection(studio) },
        { label: folded ? 'Open' : 'Fold', keys: 'Alt+C', run: () => foldSelection(studio) },
        { label: bypassed ? 'Stop bypassing' : 'Bypass', keys: 'Ctrl+B', run: () => bypassSelection(studio) },
        { label: 'Draw a frame around the selection', keys: 'Ctrl+G', run: () => frameSelection(studio) },
        { label: 'Zoom to it', run: () => stage.canvas?.fit(selection.nodes) },
        remove,
      ]
    }
    case 'wire': {
      const [wire = ''] = selection.wires
      const isRouted = pointsOf(studio.graph.document).some((point) => point.wire === wire)
      return [
        { label: 'Add a reroute point', keys: 'R', run: () => addPoint(studio, wire, stage.canvas?.toCanvas(at)) },
        ...(isRouted
          ? [{ label: 'Remove its reroute points', run: () => studio.graph.edit(straightened(new Set([wire]))) }]
          : []),
        remove,
      ]
    }
    case 'point':
      return [remove]
    case 'canvas':
      return [
        {
          label: 'Add a node…',
          keys: 'Shift+A',
          run: () => ui.setState({ palette: { at, place: stage.canvas?.toCanvas(at) ?? { x: 0, y: 0 } } }),
        },
        { label: 'Select all', keys: 'Ctrl+A', run: () => selectAll(studio) },
        { label: 'Arrange all nodes', keys: 'Ctrl+Shift+F', run: () => arrange(studio) },
        { label: 'Fit everything', keys: '.', run: () => stage.canvas?.fit() },
      ]
  }
}
