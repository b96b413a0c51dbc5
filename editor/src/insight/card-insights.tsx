import type { NodeManifest } from '@frameloom/graph'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'
import { type InsightOn, insightsOn } from './insights-on.js'
import { PositionRuler } from './position-ruler.js'
import { SlotStrip } from './slot-strip.js'

export interface CardInsightsProps {
  readonly id: string
  readonly sketch: NodeManifest['sketch']
  /** In the large view. */
  readonly large?: boolean
}

/** What the nodes that read from this one tell of it, each by the view that they declare. */
export function CardInsights({ id, sketch, large = false }: CardInsightsProps) {
  const { graph, manifests } = useStudio()
  // As text, so that only a change of these wires renders.
  const text = useStore(graph.store, ({ document }) => JSON.stringify(insightsOn(id, document, manifests)))
  const readers = useMemo(() => {
    const insights = JSON.parse(text) as readonly InsightOn[]
    return (view: string) => insights.filter((one) => one.view === view).map(({ reader }) => reader)
  }, [text])
  const [strip, ruler] = useMemo(() => [readers('slot-strip'), readers('position-ruler')], [readers])
  const planned = sketch?.view === 'slot-strip' ? sketch.of : undefined
  return (
    <>
      {(strip.length > 0 || planned !== undefined) && (
        <SlotStrip id={id} readers={strip} planned={planned} large={large} />
      )}
      {ruler.length > 0 && <PositionRuler id={id} readers={ruler} large={large} />}
    </>
  )
}
