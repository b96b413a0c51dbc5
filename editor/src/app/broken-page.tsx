import { downloadDocument } from '../studio/download-document.js'
import { useStudio } from '../studio/studio-context.js'

export interface BrokenPageProps {
  readonly message: string
  readonly again: () => void
}

/** In place of a page that cannot be drawn: why, and the way to the document. It goes on being saved. */
export function BrokenPage({ message, again }: BrokenPageProps) {
  const studio = useStudio()
  return (
    <div className="boot" role="alert">
      <p>The page cannot be drawn: {message}</p>
      <p>The document is still here: export it if it is not saved, then try again or reload the page.</p>
      <div className="panel-actions">
        <button type="button" className="primary" onClick={again}>
          Try again
        </button>
        <button type="button" className="quiet" onClick={() => downloadDocument(studio)}>
          Export the document
        </button>
      </div>
    </div>
  )
}
