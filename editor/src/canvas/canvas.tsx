import { type DragEvent, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { dropFiles, holdFiles, releaseFiles } from '../inputs/drop-files.js'
import { addNodeAt, tidyExample } from '../studio/commands.js'
import type { CanvasFace } from '../studio/canvas-face.js'
import { openFile } from '../studio/open-file.js'
import type { Studio } from '../studio/studio.js'
import { useStudio } from '../studio/studio-context.js'
import { ChosenWire } from './chosen-wire.js'
import { EmptyCanvas } from './empty-canvas.js'
import { Minimap } from './minimap.js'
import { NODE_DRAG } from './node-drag.js'
import { openCanvas } from './open-canvas.js'
import { ZoomControls } from './zoom-controls.js'

/** The canvas with everything that floats over it. Takes nodes from the list and files from the desktop. */
export function Canvas() {
  const studio = useStudio()
  const holder = useRef<HTMLDivElement>(null)
  const [canvas, setCanvas] = useState<CanvasFace>()
  const empty = useStore(studio.graph.store, ({ document }) => document.nodes.length === 0)
  const opened = useStore(studio.graph.store, (state) => state.opened)

  useEffect(() => {
    if (holder.current === null) return undefined
    const element = document.createElement('div')
    element.className = 'stage'
    element.tabIndex = -1
    holder.current.prepend(element)
    const face = openCanvas(element, studio)
    studio.stage.canvas = face
    setCanvas(face)
    return () => {
      face.destroy()
      element.remove()
      studio.stage.canvas = undefined
    }
  }, [studio])

  useEffect(() => {
    if (canvas !== undefined) void settle(studio, canvas)
  }, [studio, canvas, opened])

  const drop = (event: DragEvent) => {
    event.preventDefault()
    if (dropFiles(studio, event)) return
    const [file] = event.dataTransfer.files
    const manifest = studio.manifests.get(event.dataTransfer.getData(NODE_DRAG))
    if (file !== undefined) void openFile(studio, file)
    else if (manifest !== undefined && canvas !== undefined) {
      const { x, y } = canvas.toCanvas({ x: event.clientX, y: event.clientY })
      addNodeAt(studio, manifest, { place: { x: x - 120, y: y - 18 } })
    }
  }
  return (
    <main
      ref={holder}
      className="canvas"
      aria-label="Graph"
      onDragOver={(event) => {
        event.preventDefault()
        holdFiles(studio, event)
      }}
      onDragLeave={(event) => releaseFiles(studio, event)}
      onDrop={drop}
    >
      {empty && <EmptyCanvas />}
      <ChosenWire />
      {canvas && (
        <div className="canvas-corner">
          <ZoomControls canvas={canvas} />
          <Minimap canvas={canvas} />
        </div>
      )}
    </main>
  )
}

/**
 * Brings a document that was just opened into view before the browser paints it. In the next display frame cards have their size, and
 * in the one after it what the view from afar draws.
 */
async function settle(studio: Studio, canvas: CanvasFace): Promise<void> {
  delete canvas.element.dataset['ready']
  await canvas.shown()
  await nextFrame()
  tidyExample(studio)
  canvas.openSeen()
  await nextFrame()
  canvas.element.dataset['ready'] = ''
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
