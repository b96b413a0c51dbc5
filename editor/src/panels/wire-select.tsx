import type { PortManifest } from '@frameloom/graph'
import { wireId } from '@frameloom/rete-plugin'
import { Spline } from 'lucide-react'
import { useRef } from 'react'
import { useStore } from 'zustand'
import { pointsOf } from '../graph/points.js'
import { possibleWires } from '../graph/possible-wires.js'
import { connect, disconnect, wireInto } from '../graph/wiring.js'
import { addPoint } from '../studio/reroute-commands.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'
import { useKeptFocus } from '../ui/use-kept-focus.js'
import { WirePoints } from './wire-points.js'

/** What feeds an input, as a choice among all outputs that fit. */
export function WireSelect({ node, port }: { readonly node: string; readonly port: PortManifest }) {
  const studio = useStudio()
  const { graph } = studio
  const document = useStore(graph.store, (state) => state.document)
  const wire = wireInto(document, node, port.name)
  const options = possibleWires(studio, { nodeId: node, side: 'input', key: port.name }, port)
  const id = `wire-${node}-${port.name}`
  const current = wire === undefined ? '' : wireId(wire)
  const points = wire === undefined ? [] : pointsOf({ wires: [wire] })
  const box = useRef<HTMLDivElement>(null)
  useKeptFocus(box)
  return (
    <div ref={box} className="field" data-wide>
      <label htmlFor={id} title={port.help}>
        <span className="field-label">{port.name}</span>
      </label>
      <div className="field-control">
        <select
          id={id}
          value={current}
          onChange={({ target }) => {
            const chosen = options.find(({ ends }) => wireId(ends) === target.value)
            if (chosen !== undefined) graph.edit(connect(chosen.ends))
            else if (wire !== undefined) graph.edit(disconnect(wire))
          }}
        >
          <option value="">not connected</option>
          {options.map(({ ends, title, port: { name } }) => (
            <option key={wireId(ends)} value={wireId(ends)}>
              {title} · {name}
            </option>
          ))}
          {wire !== undefined && !options.some(({ ends }) => wireId(ends) === current) && (
            <option value={current}>
              {wire.from.node} · {wire.from.port}
            </option>
          )}
        </select>
        {wire !== undefined && (
          <IconButton
            icon={Spline}
            label={`Add a reroute point to the wire into ${port.name}`}
            onClick={() => addPoint(studio, current)}
          />
        )}
      </div>
      <WirePoints into={port.name} points={points} />
    </div>
  )
}
