import { wireId } from '@frameloom/rete-plugin'
import { useState } from 'react'
import { useStore } from 'zustand'
import { portsOn } from '../graph/port-of.js'
import { possibleWires } from '../graph/possible-wires.js'
import { connect } from '../graph/wiring.js'
import { fuzzyScore } from '../palette/fuzzy.js'
import { useStudio } from '../studio/studio-context.js'
import { titleOf } from '../studio/title-of.js'
import { DialogBox } from '../ui/dialog.js'

/** Connecting by keyboard: every wire that fits a node, to be searched and chosen. */
export function ConnectDialog({ node }: { readonly node: string }) {
  const studio = useStudio()
  const { graph, manifests, ui } = studio
  const [text, setText] = useState('')
  const type = useStore(graph.store, ({ nodes }) => nodes.get(node)?.type ?? '')
  const manifest = manifests.get(type)
  const wires = (['input', 'output'] as const).flatMap((side) =>
    portsOn(manifest, side).flatMap((port) =>
      possibleWires(studio, { nodeId: node, side, key: port.name }, port).map((wire) => ({
        side,
        own: port.name,
        ...wire,
      })),
    ),
  )
  const found = wires.filter(({ own, title, port }) => fuzzyScore(text, `${own} ${title} ${port.name}`) !== undefined)
  const choose = (index: number) => {
    const wire = found[index]
    if (wire === undefined) return
    graph.edit(connect(wire.ends))
    ui.setState({ dialog: undefined })
  }
  return (
    <DialogBox title={`Connect ${titleOf(studio, node)}`} className="connect-dialog">
      <input
        type="search"
        autoFocus
        aria-label="Search ports"
        placeholder="Port or node"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => key === 'Enter' && choose(0)}
      />
      <ul>
        {found.map(({ ends, side, own, title, port }, index) => (
          <li key={wireId(ends)}>
            <button type="button" onClick={() => choose(index)}>
              {side === 'output' ? `${own} → ${title} · ${port.name}` : `${own} ← ${title} · ${port.name}`}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="empty">Nothing on the canvas fits a port of this node.</p>}
    </DialogBox>
  )
}
