import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import type { GraphDocument } from '@frameloom/graph'
import type { Point } from '../graph/edits.js'
import { type FrameBox, type Inside, moveFrame, resizeFrame } from '../graph/frames.js'
import { dropFrame, insideOf } from '../studio/frame-commands.js'
import { useStudio } from '../studio/studio-context.js'
import { GRID } from './drag-nodes.js'

type Change = 'move' | 'resize'

/** A gesture of keys: it goes on while nothing else changes the document. */
interface KeyGesture {
  readonly change: Change
  readonly id: string
  readonly inside: Inside
  readonly after: GraphDocument
}

const WAYS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -GRID, y: 0 },
  ArrowRight: { x: GRID, y: 0 },
  ArrowUp: { x: 0, y: -GRID },
  ArrowDown: { x: 0, y: GRID },
}

export interface FrameHands {
  readonly drag: (event: PointerEvent<HTMLElement>, change: Change) => void
  /** Arrows move, Shift and arrows resize, Delete removes, F2 renames. */
  readonly press: (event: KeyboardEvent<HTMLElement>) => void
}

/** What hands do to a frame, by pointer and by keys. What lies in it as a gesture begins goes along; a gesture is one step. */
export function useFrameHands(box: FrameBox, rename: () => void): FrameHands {
  const studio = useStudio()
  const { graph, stage } = studio
  const keys = useRef<KeyGesture>(undefined)

  function apply(change: Change, by: Point, gesture: Pick<KeyGesture, 'id' | 'inside'>) {
    const edit =
      change === 'move'
        ? moveFrame(box, { x: box.x + by.x, y: box.y + by.y }, gesture.inside)
        : resizeFrame(box.id, { width: box.width + by.x, height: box.height + by.y })
    graph.edit(edit, gesture.id)
  }

  function drag(event: PointerEvent<HTMLElement>, change: Change) {
    const { button, clientX, clientY, currentTarget, pointerId, target } = event
    const onButton = target instanceof Element && target.closest('button') !== null
    if (button !== 0 || onButton || stage.canvas === undefined) return
    const { k } = stage.canvas.transform()
    const gesture = { id: crypto.randomUUID(), inside: insideOf(studio, box) }
    const stop = new AbortController()
    const options = { signal: stop.signal }
    currentTarget.setPointerCapture(pointerId)
    currentTarget.addEventListener(
      'pointermove',
      (at: globalThis.PointerEvent) =>
        apply(change, { x: snap((at.clientX - clientX) / k), y: snap((at.clientY - clientY) / k) }, gesture),
      options,
    )
    currentTarget.addEventListener('lostpointercapture', () => stop.abort(), options)
  }

  function press(event: KeyboardEvent<HTMLElement>) {
    const { key, target, currentTarget, shiftKey } = event
    if (target !== currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const way = WAYS[key]
    if (way !== undefined) step(shiftKey ? 'resize' : 'move', way)
    else if (key === 'F2') rename()
    else if (key === 'Delete' || key === 'Backspace') dropFrame(studio, box.id)
    else return
    event.preventDefault()
  }

  function step(change: Change, by: Point) {
    const last = keys.current
    const goesOn = last?.change === change && last.after === graph.document
    const gesture = goesOn ? last : { id: crypto.randomUUID(), inside: insideOf(studio, box) }
    apply(change, by, gesture)
    keys.current = { ...gesture, change, after: graph.document }
  }

  return { drag, press }
}

const snap = (pixels: number): number => Math.round(pixels / GRID) * GRID
