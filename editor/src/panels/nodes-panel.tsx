import { socketLook } from '@frameloom/rete-plugin'
import type { NodeManifest } from '@frameloom/graph'
import { useMemo, useState } from 'react'
import { NODE_DRAG } from '../canvas/node-drag.js'
import { findNodes } from '../palette/find-nodes.js'
import { addNodeAt } from '../studio/commands.js'
import { useStudio } from '../studio/studio-context.js'
import { CategoryIcon } from '../ui/category-icon.js'
import { isPressed } from '../ui/is-pressed.js'

/** Every installed node type, to be dragged onto the canvas, or added to its middle by Enter or a double click. */
export function NodesPanel() {
  const { manifests } = useStudio()
  const [text, setText] = useState('')
  const found = useMemo(() => findNodes(manifests.values(), { text }), [manifests, text])
  const asked = text.trim() !== ''
  const groups = asked ? ['Found'] : [...new Set(found.map(({ category }) => category))]
  return (
    <>
      <input
        type="search"
        className="panel-search"
        placeholder="Search nodes"
        aria-label="Search nodes"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <p className="panel-hint">Drag onto the canvas, or double click.</p>
      {groups.map((group) => (
        <section key={group}>
          <h3>{group}</h3>
          <ul className="node-list">
            {found
              .filter(({ category }) => asked || category === group)
              .map((manifest) => (
                <NodeEntry key={manifest.type} manifest={manifest} />
              ))}
          </ul>
        </section>
      ))}
      {found.length === 0 && <p className="empty">No node type fits. Try fewer letters.</p>}
    </>
  )
}

function NodeEntry({ manifest }: { readonly manifest: NodeManifest }) {
  const studio = useStudio()
  const add = () => {
    const middle = studio.stage.canvas?.middle()
    if (middle !== undefined) addNodeAt(studio, manifest, { place: { x: middle.x - 128, y: middle.y - 60 } })
  }
  return (
    <li>
      <button
        type="button"
        className="node-entry"
        draggable
        title={manifest.help}
        onDragStart={({ dataTransfer }) => {
          dataTransfer.setData(NODE_DRAG, manifest.type)
          dataTransfer.effectAllowed = 'copy'
        }}
        onDoubleClick={add}
        onClick={({ detail }) => isPressed(detail) && add()}
      >
        <CategoryIcon category={manifest.category} size={15} />
        <span>{manifest.title}</span>
        <span className="entry-dots" aria-hidden>
          {manifest.outputs.map((port) => (
            <i key={port.name} data-shape={socketLook(port).shape} style={{ background: socketLook(port).color }} />
          ))}
        </span>
      </button>
    </li>
  )
}
