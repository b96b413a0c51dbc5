import { Radio } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { Picture } from '../card/card-preview.js'
import { isActive } from '../run/channel-state.js'
import type { PastPicture } from '../run/frame-screen.js'
import { RunFigures } from '../run/run-figures.js'
import { useStudio } from '../studio/studio-context.js'
import { DialogBox } from '../ui/dialog.js'

/** The pictures of a node as large as the window allows, and the last ten seconds to look back into. */
export function ViewerDialog({ node }: { readonly node: string }) {
  const { run, screen } = useStudio()
  const isLive = useStore(run.store, ({ view }) => isActive(view))
  // With every chunk the scale is as long again as can be looked back.
  useStore(run.store, ({ view }) => view?.finishedChunks)
  const aspect = useStore(screen.aspects, ({ of }) => of.get(node))
  const [past, setPast] = useState<readonly PastPicture[]>()
  const [back, setBack] = useState(0)
  const shown = past?.at(-1 - back)
  const most = (past?.length ?? screen.pastCount(node)) - 1
  const newest = isLive ? 'Live' : 'Newest'
  // The scale ends at the newest picture: nothing renders as pictures arrive.
  const look = (wanted: number) => {
    const pictures = past ?? screen.past(node)
    const most = Math.max(pictures.length - 1, 0)
    setPast(wanted === 0 ? undefined : pictures)
    setBack(Math.min(wanted, most))
  }
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
            aria-valuetext={
              shown === undefined
                ? newest
                : `${back === 1 ? '1 picture' : `${back} pictures`} back, chunk ${shown.chunk}`
            }
            min={Math.min(-most, -1)}
            max={0}
            value={shown === undefined ? 0 : -back}
            onChange={({ target }) => look(-Number(target.value))}
          />
          <button type="button" className="quiet" aria-pressed={past === undefined} onClick={() => setPast(undefined)}>
            <Radio size={14} aria-hidden /> {shown === undefined ? newest : `Chunk ${shown.chunk}, back to the newest`}
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
