import { Download } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { fileAddress, isVideo } from '../run/run-files.js'
import { useStudio } from '../studio/studio-context.js'
import { DialogBox } from '../ui/dialog.js'

export interface VideoDialogProps {
  readonly run: string
  /** The file to begin with. */
  readonly name: string
}

/** A video that a run has saved, or saves: it plays up to the last chunk that was written. A resumed run has several. */
export function VideoDialog({ run, name: first }: VideoDialogProps) {
  const { runs } = useStudio()
  const [name, setName] = useState(first)
  const [problem, setProblem] = useState<string>()
  const videos = useStore(
    runs.store,
    useShallow((state) => state.runs.find((one) => one.run === run)?.files.filter(isVideo) ?? []),
  )
  const address = fileAddress(run, name)
  const grows = videos.find((video) => video.name === name)?.finished === false
  return (
    <DialogBox title={name} className="video-dialog">
      {videos.length > 1 && (
        <div className="panel-actions" role="group" aria-label="Videos of this run">
          {videos.map((video) => (
            <button
              key={video.name}
              type="button"
              className="quiet"
              aria-pressed={video.name === name}
              onClick={() => {
                setProblem(undefined)
                setName(video.name)
              }}
            >
              {video.name}
            </button>
          ))}
        </div>
      )}
      <video
        key={name}
        src={address}
        controls
        autoPlay
        loop
        muted
        onError={({ currentTarget }) => setProblem(currentTarget.error?.message ?? 'The browser cannot play it.')}
      />
      {problem !== undefined && <p className="card-issue">It cannot be played here ({problem}): download it.</p>}
      <footer>
        <span className="empty">{grows && 'The video so far: up to the last chunk that was written.'}</span>
        <a className="quiet" href={address} download={name}>
          <Download size={14} aria-hidden /> Download
        </a>
      </footer>
    </DialogBox>
  )
}
