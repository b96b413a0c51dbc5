import { ScanSearch } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Studio } from '../studio/studio.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'
import { memoryOf } from './memory-of.js'
import { drawRuler, type RulerParts } from './ruler-painter.js'

export interface PositionRulerProps {
  readonly id: string
  /** Nodes that report on the positions. */
  readonly readers: readonly string[]
  readonly large: boolean
}

/** Of the drawing, in pixels; on a card it leaves room for the button. */
const WIDTH = { card: 204, large: 680 }

/** Where the slots of a cache stand in time, between the trained range and the end of the rotary table. */
export function PositionRuler({ id, readers, large }: PositionRulerProps) {
  const studio = useStudio()
  const svg = useRef<SVGSVGElement>(null)
  const words = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (svg.current === null || words.current === null) return undefined
    const width = large ? WIDTH.large : WIDTH.card
    return keepRuler({ svg: svg.current, words: words.current, width }, studio, readers)
  }, [studio, readers, large])
  const inspect = () => studio.ui.setState({ dialog: { kind: 'inspect', node: id } })
  return (
    <div className="position-ruler" data-large={large ? '' : undefined} onDoubleClick={inspect}>
      <svg ref={svg} aria-hidden />
      <p ref={words}>Positions appear here while a run plays.</p>
      {!large && <IconButton icon={ScanSearch} label="Inspect the positions" onClick={inspect} />}
    </div>
  )
}

function keepRuler(parts: RulerParts, { run }: Studio, readers: readonly string[]): () => void {
  let shown: unknown
  const draw = () => {
    const report = readers.map((reader) => memoryOf(run.view, reader)).find((one) => one !== undefined)
    if (report === shown) return
    shown = report
    if (report === undefined) {
      parts.svg.replaceChildren()
      parts.words.textContent = 'Positions appear here while a run plays.'
      return
    }
    drawRuler(parts, report)
  }
  draw()
  return run.store.subscribe(draw)
}
