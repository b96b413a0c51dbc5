import { X } from 'lucide-react'
import { type PointerEvent, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { editFrame, type FrameBox, frameBoxes, moveFrame, nodesInside, removeFrame } from '../graph/frames.js'
import { pointsInside } from '../graph/points.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'
import { GRID } from './drag-nodes.js'

const SMALLEST = 120

/** The comment boxes, under the nodes. A dragged box takes along what lies in it. */
export function FrameLayer() {
  const { graph } = useStudio()
  const document = useStore(graph.store, (state) => state.document)
  const boxes = useMemo(() => frameBoxes(document), [document])
  return boxes.map((box) => <Frame key={box.id} box={box} />)
}

function Frame({ box }: { readonly box: FrameBox }) {
  const { graph, stage } = useStudio()
  const [renaming, setRenaming] = useState(false)
  const { id, title, x, y, width, height } = box

  function drag(event: PointerEvent<HTMLElement>, moved: (dx: number, dy: number, gesture: string) => void) {
    if (event.button !== 0 || stage.canvas === undefined) return
    const { k } = stage.canvas.transform()
    const { clientX, clientY, currentTarget, pointerId } = event
    const gesture = crypto.randomUUID()
    const stop = new AbortController()
    currentTarget.setPointerCapture(pointerId)
    const options = { signal: stop.signal }
    currentTarget.addEventListener(
      'pointermove',
      (at: globalThis.PointerEvent) =>
        moved(snap((at.clientX - clientX) / k), snap((at.clientY - clientY) / k), gesture),
      options,
    )
    currentTarget.addEventListener('lostpointercapture', () => stop.abort(), options)
  }

  const move = (event: PointerEvent<HTMLElement>) => {
    if (renaming || stage.canvas === undefined) return
    const { document } = graph
    const inside = { nodes: nodesInside(document, box, stage.canvas.sizeOf), points: pointsInside(document, box) }
    drag(event, (dx, dy, gesture) => graph.edit(moveFrame(box, { x: x + dx, y: y + dy }, inside), gesture))
  }
  const resize = (event: PointerEvent<HTMLElement>) =>
    drag(event, (dx, dy, gesture) => {
      const size = { width: Math.max(SMALLEST, width + dx), height: Math.max(SMALLEST, height + dy) }
      graph.edit(editFrame(id, size), gesture)
    })
  return (
    <section className="frame" aria-label={title} style={{ transform: `translate(${x}px, ${y}px)`, width, height }}>
      <div className="frame-bar floating" onPointerDown={move} onDoubleClick={() => setRenaming(true)}>
        {renaming ? (
          <input
            autoFocus
            aria-label="Title of the frame"
            defaultValue={title}
            onBlur={({ target }) => {
              graph.edit(editFrame(id, { title: target.value }))
              setRenaming(false)
            }}
            onKeyDown={({ key, currentTarget }) => (key === 'Enter' || key === 'Escape') && currentTarget.blur()}
          />
        ) : (
          <h3>{title}</h3>
        )}
        <IconButton icon={X} label={`Remove ${title}; its nodes stay`} onClick={() => graph.edit(removeFrame(id))} />
      </div>
      <div className="frame-corner floating" onPointerDown={resize} />
    </section>
  )
}

const snap = (pixels: number): number => Math.round(pixels / GRID) * GRID
