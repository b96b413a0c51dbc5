import { CirclePlay, Download } from 'lucide-react'
import { useStore } from 'zustand'
import { fileAddress, isVideo, type RunFile } from '../run/run-files.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'

/** The file that a node has saved last in the run that is watched: to be played and to be had. */
export function CardFiles({ id }: { readonly id: string }) {
  const { run, ui } = useStudio()
  const of = useStore(run.store, ({ view }) => view?.run)
  const file = useStore(run.store, ({ view }) => view?.files.findLast(({ node }) => node === id))
  if (of === undefined || file === undefined) return null
  const { name } = file
  return (
    <div className="card-file">
      <span title={name}>{said(file)}</span>
      {isVideo(file) && (
        <IconButton
          icon={CirclePlay}
          label={`Play ${name}`}
          onClick={() => ui.setState({ dialog: { kind: 'video', run: of, name } })}
        />
      )}
      <a
        className="icon-button"
        href={fileAddress(of, name)}
        download={name}
        aria-label={`Download ${name}`}
        title={`Download ${name}`}
      >
        <Download aria-hidden size={16} strokeWidth={1.75} />
      </a>
    </div>
  )
}

const said = ({ name, finished }: RunFile): string => (finished ? name : `${name}, so far`)
