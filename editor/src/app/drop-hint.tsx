import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'

/** Says what becomes of a file that is held over the page, where no node takes it. */
export function DropHint() {
  const { ui } = useStudio()
  const isShown = useStore(ui, ({ fileOver, filesOver }) => fileOver && filesOver === undefined)
  return (
    isShown && (
      <div className="drop-hint">
        <span>Drop to open</span>
      </div>
    )
  )
}
