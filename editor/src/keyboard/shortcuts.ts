import { GRID } from '../canvas/drag-nodes.js'
import {
  arrange,
  bypassSelection,
  duplicateSelection,
  foldSelection,
  frameSelection,
  nudgeSelection,
  removeSelection,
  renameSelection,
  selectAll,
} from '../studio/commands.js'
import { downloadDocument } from '../studio/download-document.js'
import { addPointToSelection, chooseNextPoint, chooseNextWire } from '../studio/reroute-commands.js'
import { startRun } from '../studio/run-commands.js'
import type { Studio } from '../studio/studio.js'

export interface Shortcut {
  /** As people write them; the first is shown on buttons. `Ctrl` is Command on a Mac. */
  readonly keys: readonly string[]
  readonly label: string
  readonly group: 'Run' | 'Graph' | 'Edit' | 'View'
  /** Works while a text field has the focus too. */
  readonly always?: true
  /** A key that is held does it once. */
  readonly once?: true
  /** Done as the key is let go, unless the pointer was pressed meanwhile: held, the key is part of a gesture. */
  readonly onRelease?: true
  readonly run: (studio: Studio) => void
}

const palette = (studio: Studio) => {
  const { canvas } = studio.stage
  if (canvas === undefined) return
  const { left, top, width, height } = canvas.element.getBoundingClientRect()
  studio.ui.setState({ palette: { at: { x: left + width / 2 - 160, y: top + height / 5 }, place: canvas.middle() } })
}

const nudge =
  (x: number, y: number) =>
  (studio: Studio): void =>
    nudgeSelection(studio, { x, y })

const focusedNode = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset['card']

const gather = ({ selection }: Studio): void => {
  const node = focusedNode()
  if (node !== undefined) selection.gather(node)
}

/** Every key of the studio. Copy, cut and paste are the browser's own events. */
export const shortcuts: readonly Shortcut[] = [
  {
    keys: ['Ctrl+Enter'],
    label: 'Run',
    group: 'Run',
    always: true,
    once: true,
    run: (studio) => void startRun(studio),
  },
  { keys: ['Ctrl+Alt+Enter'], label: 'Stop now', group: 'Run', always: true, run: ({ run }) => void run.stop('now') },
  { keys: ['Shift+A'], label: 'Add a node', group: 'Graph', run: palette },
  { keys: ['Space'], label: 'Add a node, when the key is released', group: 'Graph', onRelease: true, run: palette },
  { keys: ['Delete', 'Backspace'], label: 'Remove what is selected', group: 'Graph', run: removeSelection },
  { keys: ['F2'], label: 'Rename the selected node, or the focused frame', group: 'Graph', run: renameSelection },
  { keys: ['Ctrl+D'], label: 'Duplicate with its wires', group: 'Graph', run: duplicateSelection },
  {
    keys: ['W'],
    label: 'Select the next wire of the focused node, or of all',
    group: 'Graph',
    run: (studio) => chooseNextWire(studio, focusedNode()),
  },
  { keys: ['R'], label: 'Add a reroute point to the selected wire', group: 'Graph', run: addPointToSelection },
  { keys: ['Shift+R'], label: 'Select the next reroute point', group: 'Graph', run: chooseNextPoint },
  { keys: ['Alt+C'], label: 'Fold or open', group: 'Graph', run: foldSelection },
  { keys: ['Ctrl+B'], label: 'Bypass, or stop bypassing', group: 'Graph', run: bypassSelection },
  { keys: ['Ctrl+G'], label: 'Draw a frame around the selection', group: 'Graph', run: frameSelection },
  { keys: ['Ctrl+Shift+F'], label: 'Arrange all nodes', group: 'Graph', run: arrange },
  {
    keys: ['S'],
    label: 'Keep the focused node selected while the focus moves, or let it go',
    group: 'Edit',
    run: gather,
  },
  { keys: ['Ctrl+A'], label: 'Select all', group: 'Edit', run: selectAll },
  { keys: ['Escape'], label: 'Clear the selection', group: 'Edit', run: ({ selection }) => selection.clear() },
  { keys: ['Ctrl+Z'], label: 'Undo', group: 'Edit', run: ({ graph }) => graph.undo() },
  { keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], label: 'Redo', group: 'Edit', run: ({ graph }) => graph.redo() },
  {
    keys: ['Ctrl+S'],
    label: 'Save',
    group: 'Edit',
    always: true,
    run: ({ library }) => void library.save({ always: true }),
  },
  { keys: ['Ctrl+Shift+S'], label: 'Export as a file', group: 'Edit', always: true, run: downloadDocument },
  { keys: ['ArrowLeft'], label: 'Move left', group: 'Edit', run: nudge(-1, 0) },
  { keys: ['ArrowRight'], label: 'Move right', group: 'Edit', run: nudge(1, 0) },
  { keys: ['ArrowUp'], label: 'Move up', group: 'Edit', run: nudge(0, -1) },
  { keys: ['ArrowDown'], label: 'Move down', group: 'Edit', run: nudge(0, 1) },
  { keys: ['Shift+ArrowLeft'], label: 'Move left by a grid step', group: 'Edit', run: nudge(-GRID, 0) },
  { keys: ['Shift+ArrowRight'], label: 'Move right by a grid step', group: 'Edit', run: nudge(GRID, 0) },
  { keys: ['Shift+ArrowUp'], label: 'Move up by a grid step', group: 'Edit', run: nudge(0, -GRID) },
  { keys: ['Shift+ArrowDown'], label: 'Move down by a grid step', group: 'Edit', run: nudge(0, GRID) },
  { keys: ['.', 'Home'], label: 'Fit everything', group: 'View', run: ({ stage }) => stage.canvas?.fit() },
  {
    keys: ['Ctrl+=', 'Ctrl++'],
    label: 'Zoom in',
    group: 'View',
    always: true,
    run: ({ stage }) => stage.canvas?.zoomBy(1.25),
  },
  { keys: ['Ctrl+-'], label: 'Zoom out', group: 'View', always: true, run: ({ stage }) => stage.canvas?.zoomBy(0.8) },
  { keys: ['Ctrl+0'], label: 'Zoom to 100%', group: 'View', always: true, run: ({ stage }) => stage.canvas?.zoomTo(1) },
  { keys: ['?'], label: 'This list', group: 'View', run: ({ ui }) => ui.setState({ dialog: { kind: 'help' } }) },
]

/** What else hands can do, for the help dialog. */
export const gestures: readonly { readonly keys: string; readonly label: string; readonly group: Shortcut['group'] }[] =
  [
    { keys: 'Double click', label: 'Add a node there', group: 'Graph' },
    { keys: 'Drag a port', label: 'Connect; on empty canvas: add a node that fits', group: 'Graph' },
    { keys: 'Double click a wire', label: 'Add a reroute point there', group: 'Graph' },
    { keys: 'Alt+drag a wire', label: 'Add a reroute point and hold it', group: 'Graph' },
    { keys: 'C', label: 'Connect the focused node by keyboard', group: 'Graph' },
    {
      keys: 'Drop a file',
      label: 'Open its document; on a card that reads files: give it to the node',
      group: 'Graph',
    },
    { keys: 'Enter', label: 'Edit the first field of the focused node', group: 'Graph' },
    { keys: '←  →  ↑  ↓', label: 'Move the focused frame and its contents', group: 'Edit' },
    { keys: 'Shift+←  →  ↑  ↓', label: 'Resize the focused frame', group: 'Edit' },
    { keys: 'Double click a label', label: 'Reset a value to its default', group: 'Edit' },
    { keys: 'Ctrl+C  Ctrl+X  Ctrl+V', label: 'Copy, cut, paste; as text between windows', group: 'Edit' },
    { keys: 'Drag', label: 'Select by a rectangle; with Shift: add', group: 'Edit' },
    { keys: 'Shift+click, Ctrl+click', label: 'Add a node to the selection, or take it out', group: 'Edit' },
    { keys: 'Alt+drag', label: 'Move a node or a reroute point off the grid', group: 'Edit' },
    { keys: 'Wheel', label: 'Zoom', group: 'View' },
    { keys: 'Middle drag, Space+drag', label: 'Move the view', group: 'View' },
  ]
