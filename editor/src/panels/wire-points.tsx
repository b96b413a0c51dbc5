import { Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { placePoint, type RoutePoint, removePoints } from '../graph/points.js'
import { NumberInput } from '../params/number-input.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'

export interface WirePointsProps {
  /** What the wire leads into, in words. */
  readonly into: string
  readonly points: readonly RoutePoint[]
}

/** The reroute points of a wire as numbers, from its output to its input. */
export function WirePoints({ into, points }: WirePointsProps) {
  if (points.length === 0) return null
  return (
    <ol className="wire-points" aria-label={`Reroute points of the wire into ${into}`}>
      {points.map((point) => (
        <PointRow key={point.id} point={point} />
      ))}
    </ol>
  )
}

function PointRow({ point }: { readonly point: RoutePoint }) {
  const { graph } = useStudio()
  const gesture = useRef('')
  const { id, wire, index } = point
  const name = `Reroute point ${index + 1}`
  return (
    <li>
      <span className="field-label" title={name}>
        Point {index + 1}
      </span>
      {(['x', 'y'] as const).map((axis) => (
        <label key={axis}>
          <span aria-hidden>{axis}</span>
          <NumberInput
            id={`point-${axis}-${index}-${wire}`}
            label={`${axis} of ${name}`}
            value={point[axis]}
            step={1}
            begin={() => (gesture.current = crypto.randomUUID())}
            set={(value) => graph.edit(placePoint(id, { [axis]: value }), gesture.current)}
          />
        </label>
      ))}
      <IconButton icon={Trash2} label={`Remove ${name}`} onClick={() => graph.edit(removePoints(new Set([id])))} />
    </li>
  )
}
