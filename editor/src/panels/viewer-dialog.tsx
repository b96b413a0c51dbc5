import { useStore } from 'zustand'
import { Picture } from '../card/card-preview.js'
import { RunFigures } from '../run/run-figures.js'
import { useStudio } from '../studio/studio-context.js'
import { DialogBox } from '../ui/dialog.js'

/** The pictures of a node as large as the window allows. */
export function ViewerDialog({ node }: { readonly node: string }) {
  const { screen } = useStudio()
  const aspect = useStore(screen.aspects, ({ of }) => of.get(node))
  return (
    <DialogBox title="Preview" className="viewer-dialog">
      {aspect === undefined ? <p className="empty">Frames appear here while a run plays.</p> : <Picture id={node} />}
      <RunFigures />
    </DialogBox>
  )
}
