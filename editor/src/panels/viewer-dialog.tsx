import { Radio } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { Picture } from '../card/card-preview.js'
import type { PastPicture } from '../run/frame-screen.js'
import { RunFigures } from '../run/run-figures.js'
import { useStudio } from '../studio/studio-context.js'
import { DialogBox } from '../ui/dialog.js'

/** The pictures of a node as large as the window allows, and the last ten seconds to look back into. */
export function ViewerDialog({ node }: { readonly node: string }) {
  const { screen } = useStudio()
  const aspect = useStore(screen.aspects, ({ of }) => of.get(node))
  const [past, setPast] = useState<readonly PastPicture[]>()
  const [at, setAt] = useState(0)
  const shown = past?.[at]
  return (
    <DialogBox title="Preview" className="viewer-dialog">
      {aspect === undefined && <p className="empty">Frames appear here while a run plays.</p>}
      {aspect !== undefined && (shown === undefined ? <Picture id={node} /> : <Still picture={shown} />)}
      {aspect !== undefined && (
        <div className="scrub">
          <input
            type="range"
            className="slider"
            aria-label="Look back"
            min={0}
            max={Math.max((past ?? screen.past(node)).length - 1, 1)}
            value={past === undefined ? Math.max(screen.past(node).length - 1, 1) : at}
            onChange={({ target }) => {
              if (past === undefined) setPast(screen.past(node))
              setAt(Number(target.value))
            }}
          />
          <button type="button" className="quiet" aria-pressed={past === undefined} onClick={() => setPast(undefined)}>
            <Radio size={14} aria-hidden /> {shown === undefined ? 'Live' : `Chunk ${shown.chunk}, back to live`}
          </button>
        </div>
      )}
      <RunFigures />
    </DialogBox>
  )
}

/** One picture of the past. */
function Still({ picture }: { readonly picture: PastPicture }) {
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const url = URL.createObjectURL(picture.jpeg)
    if (image.current !== null) image.current.src = url
    return () => URL.revokeObjectURL(url)
  }, [picture])
  return <img ref={image} className="picture" alt={`A picture of chunk ${picture.chunk}`} />
}
