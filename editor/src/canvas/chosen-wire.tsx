import { wireId } from '@frameloom/rete-plugin'
import { useStore } from 'zustand'
import { pointsOf } from '../graph/points.js'
import { useStudio } from '../studio/studio-context.js'

/** Says which wire or which reroute point is selected, to those who do not see it. */
export function ChosenWire() {
  const { graph, manifests, selection } = useStudio()
  const document = useStore(graph.store, (state) => state.document)
  const nodes = useStore(graph.store, (state) => state.nodes)
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
    if (point === undefined) return ''
    if (points.length > 1) return `${points.length} reroute points`
    return `Reroute point ${point.index + 1} at ${point.x}, ${point.y}: ${nameOf(point.wire)}`
  }

  function nameOf(id: string): string {
    const wire = document.wires.find((one) => wireId(one) === id)
    return wire === undefined ? '' : `Wire from ${endOf(wire.from)} to ${endOf(wire.to)}`
  }

  function endOf({ node, port }: { readonly node: string; readonly port: string }): string {
    const source = nodes.get(node)
    const title = source && (source.title ?? manifests.get(source.type)?.title)
    return `${title ?? node}, ${port}`
  }
}
