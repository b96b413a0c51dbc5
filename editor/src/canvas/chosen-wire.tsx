import { type WireEnds, wireId } from '@frameloom/rete-plugin'
import { useStore } from 'zustand'
import { pointsOf } from '../graph/points.js'
import { useStudio } from '../studio/studio-context.js'
import { titleOf } from '../studio/title-of.js'

/** Says which wire or which reroute point is selected, and of several nodes how many, to those who do not see it. */
export function ChosenWire() {
  const studio = useStudio()
  const { graph, selection } = studio
  const document = useStore(graph.store, (state) => state.document)
  const chosen = useStore(selection.store)
  return (
    <p className="unseen" role="status">
      {inWords()}
    </p>
  )

  function inWords(): string {
    const [wire] = chosen.wires
    if (wire !== undefined) {
      const count = pointsOf(document).filter((point) => point.wire === wire).length
      return `${nameOf(wire)}, ${count === 1 ? '1 reroute point' : `${count} reroute points`}`
    }
    const points = pointsOf(document).filter(({ id }) => chosen.points.has(id))
    const [point] = points
    if (point === undefined) return chosen.nodes.size > 1 ? `${chosen.nodes.size} nodes selected` : ''
    if (points.length > 1) return `${points.length} reroute points`
    return `Reroute point ${point.index + 1} at ${point.x}, ${point.y}: ${nameOf(point.wire)}`
  }

  function nameOf(id: string): string {
    const wire = document.wires.find((one) => wireId(one) === id)
    return wire === undefined ? '' : `Wire from ${endOf(wire.from)} to ${endOf(wire.to)}`
  }

  function endOf({ node, port }: WireEnds['from']): string {
    return `${titleOf(studio, node)}, ${port}`
  }
}
