import { Maximize, Minus, Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { CanvasFace } from '../studio/canvas-face.js'
import { IconButton } from '../ui/icon-button.js'

/** Milliseconds between two writings of the percentage, each of which makes the browser lay out. */
const PAUSE = 100

/** Zoom and fit. The percentage is written without rendering, since it changes with every turn of the wheel. */
export function ZoomControls({ canvas }: { readonly canvas: CanvasFace }) {
  const percent = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const write = () => {
      const text = `${Math.round(canvas.transform().k * 100)}%`
      // Writing the text that is there makes the browser lay out.
      if (percent.current !== null && percent.current.textContent !== text) percent.current.textContent = text
    }
    const timer: { pause?: ReturnType<typeof setTimeout> | undefined } = {}
    const soon = () => {
      timer.pause ??= setTimeout(() => {
        timer.pause = undefined
        write()
      }, PAUSE)
    }
    write()
    const stop = canvas.onMove(soon)
    return () => {
      stop()
      clearTimeout(timer.pause)
    }
  }, [canvas])
  return (
    <div className="zoom-controls floating" role="group" aria-label="Zoom">
      <IconButton icon={Minus} label="Zoom out" keys="Ctrl+-" onClick={() => canvas.zoomBy(1 / 1.25)} />
      <button
        type="button"
        className="zoom-percent"
        ref={percent}
        title="Zoom to 100%"
        onClick={() => canvas.zoomTo(1)}
      />
      <IconButton icon={Plus} label="Zoom in" keys="Ctrl+=" onClick={() => canvas.zoomBy(1.25)} />
      <IconButton icon={Maximize} label="Fit everything" keys="." onClick={() => canvas.fit()} />
    </div>
  )
}
