import type { MemoryReport } from '@frameloom/memory-report'
import { ScanSearch } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { isActive } from '../run/channel-state.js'
import type { Studio } from '../studio/studio.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'
import { inBytes } from '../ui/in-bytes.js'
import { chunkSeconds } from './chunk-seconds.js'
import { changeInWords, slotsInWords } from './in-words.js'
import { memoryOf } from './memory-of.js'
import { PlannedMemory } from './planned-memory.js'
import { drawSlotDetail } from './slot-detail.js'
import type { StripCell } from './strip-cells.js'
import { StripPainter } from './strip-painter.js'

export interface SlotStripProps {
  readonly id: string
  /** Nodes that report on the cache. */
  readonly readers: readonly string[]
  /** The strategy whose plan is shown where no run is. */
  readonly planned: string | undefined
  readonly large: boolean
}

/** The slots of a cache: while a run plays those of its latest chunk, else those that the parameters lead to. */
export function SlotStrip({ id, readers, planned, large }: SlotStripProps) {
  const studio = useStudio()
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (root.current === null) return undefined
    return drawStrip(root.current, studio, { id, readers, planned })
  }, [studio, id, readers, planned])
  return (
    <div ref={root} className="slot-strip" data-large={large ? '' : undefined}>
      <div className="strip-head">
        <span className="strip-when" />
        <span className="strip-size" />
        {!large && (
          <IconButton
            icon={ScanSearch}
            label="Inspect the cache"
            onClick={() => studio.ui.setState({ dialog: { kind: 'inspect', node: id } })}
          />
        )}
      </div>
      <div
        className="slot-cells"
        role="list"
        title={large ? undefined : 'Double click for a larger view'}
        onDoubleClick={() => studio.ui.setState({ dialog: { kind: 'inspect', node: id } })}
      />
      <div className="strip-room">
        <div className="strip-detail" />
      </div>
    </div>
  )
}

/** Keeps a strip as the run and the document are, without rendering. Returns how to stop. */
function drawStrip(
  root: HTMLElement,
  { album, graph, manifests, run }: Studio,
  { id, readers, planned }: Pick<SlotStripProps, 'id' | 'readers' | 'planned'>,
): () => void {
  const part = (name: string): HTMLElement => {
    const element = root.querySelector<HTMLElement>(name)
    if (element === null) throw new Error(`The strip has no part ${name}.`)
    return element
  }
  const [when, size, cells, detail] = [
    part('.strip-when'),
    part('.strip-size'),
    part('.slot-cells'),
    part('.strip-detail'),
  ]
  const manifest = manifests.get(graph.store.getState().nodes.get(id)?.type ?? '')
  const plan = planned === undefined || manifest === undefined ? undefined : new PlannedMemory(planned, manifest)
  const state: { shown?: Shown; chosen?: number | undefined; lived?: unknown; run?: string | undefined } = {}
  const painter = new StripPainter(cells, (cell) => {
    state.chosen = cell?.first
    drawDetail(cell)
  })

  function current(): Shown | undefined {
    const { view } = run
    const params = graph.store.getState().nodes.get(id)?.params
    const reader = readers.find((node) => memoryOf(view, node) !== undefined)
    const report = reader === undefined ? undefined : memoryOf(view, reader)
    // When a run is over, what it left is shown until the parameters change.
    if (isActive(view) || state.run !== view?.run) Object.assign(state, { lived: params, run: view?.run })
    const seconds = chunkSeconds(view)
    if (report !== undefined && state.lived === params) return { report, reader, seconds, planned: false }
    const sketch = plan?.of(params)
    return sketch === undefined ? undefined : { report: sketch, reader: undefined, seconds, planned: true }
  }

  function draw(): void {
    const next = current()
    if (next?.report === state.shown?.report && next?.seconds === state.shown?.seconds) return
    root.hidden = next === undefined
    if (next === undefined) {
      delete state.shown
      return
    }
    state.shown = next
    const { report, planned: fromPlan } = next
    when.textContent = fromPlan ? 'When full' : `Chunk ${report.chunk}`
    const all = report.bytes === undefined ? '' : ` · ${inBytes(report.bytes.total)}`
    size.textContent = `${report.slots.length} slots${all}`
    const change = fromPlan ? '' : ` ${changeInWords(report)}.`
    cells.setAttribute('aria-label', `${when.textContent}: ${slotsInWords(report)}.${change}`)
    const pictures = next.reader === undefined ? undefined : album.of(next.reader)
    painter.draw({ ...next, pictureOf: ({ slots: [slot] }) => (slot === undefined ? undefined : pictures?.of(slot)) })
    drawDetail(painter.cellAt(state.chosen))
  }

  function drawDetail(cell: StripCell | undefined): void {
    const { shown } = state
    if (shown === undefined) return
    const { report, seconds, planned: fromPlan } = shown
    detail.toggleAttribute('data-slot', cell !== undefined)
    if (cell !== undefined) {
      drawSlotDetail(detail, cell, { bytes: report.bytes?.perSlot, seconds, planned: fromPlan })
      return
    }
    detail.textContent = fromPlan ? planWords(report) : `For chunk ${report.chunk}: ${changeInWords(report)}.`
  }

  const stops = [run.store.subscribe(draw), graph.store.subscribe(draw), album.listen(() => painter.drawPictures())]
  draw()
  return () => {
    for (const stop of stops) stop()
    painter.stop()
  }
}

interface Shown {
  readonly report: MemoryReport
  readonly reader: string | undefined
  readonly seconds: number | undefined
  readonly planned: boolean
}

const planWords = (report: MemoryReport): string =>
  `${capital(slotsInWords(report))}. Each chunk: ${changeInWords(report)}.`

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
