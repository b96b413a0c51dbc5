import { ImageIcon, Maximize2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'
import { isPressed } from '../ui/is-pressed.js'

export interface CardPreviewProps {
  readonly id: string
  /** Keep the place free before the first picture. */
  readonly always: boolean
}

/** The pictures of a node. Drawn on the canvas element as they arrive; nothing renders for a picture. */
export function CardPreview({ id, always }: CardPreviewProps) {
  const { screen, ui } = useStudio()
  const aspect = useStore(screen.aspects, ({ of }) => of.get(id))
  const button = useRef<HTMLButtonElement>(null)
  const isHere = aspect !== undefined || always
  useEffect(() => {
    if (button.current === null) return undefined
    const observer = new IntersectionObserver(([entry]) => screen.see(id, entry?.isIntersecting === true))
    observer.observe(button.current)
    return () => {
      observer.disconnect()
      screen.see(id, false)
    }
  }, [screen, id, isHere])
  if (!isHere) return null
  const enlarge = () => ui.setState({ dialog: { kind: 'viewer', node: id } })
  return (
    <button
      ref={button}
      type="button"
      className="preview"
      aria-label={aspect === undefined ? undefined : 'Preview: open in full size'}
      title="Double click for full size"
      style={{ aspectRatio: aspect ?? 1.6 }}
      onDoubleClick={enlarge}
      onClick={({ detail, target }) => (isPressed(detail) || isOnCorner(target)) && enlarge()}
    >
      {aspect === undefined ? (
        <span className="preview-empty">
          <ImageIcon size={20} strokeWidth={1.5} aria-hidden />
          Frames appear here
        </span>
      ) : (
        <>
          <Picture id={id} />
          <span className="preview-open" title="Open in full size">
            <Maximize2 size={14} aria-hidden />
          </span>
        </>
      )}
    </button>
  )
}

/** Where one click is enough: elsewhere on the picture it selects the node. */
const isOnCorner = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('.preview-open') !== null

/** Drawn only while it is seen. */
export function Picture({ id }: { readonly id: string }) {
  const { screen } = useStudio()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    const state = { detach: (): void => undefined }
    const observer = new IntersectionObserver(([entry]) => {
      state.detach()
      state.detach = entry?.isIntersecting === true ? screen.attach(id, element) : () => undefined
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      state.detach()
    }
  }, [screen, id])
  return <canvas ref={canvas} className="picture" data-picture={id} />
}
