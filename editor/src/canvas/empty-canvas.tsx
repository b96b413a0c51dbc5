import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'

/** Ways to begin, where there is no node yet. */
export function EmptyCanvas() {
  const { ui } = useStudio()
  const panel = useStore(ui, (state) => state.panel)
  return (
    <div className="canvas-hint">
      <h2>An empty canvas</h2>
      <p>Double click to add a node, drag one from the list, or drop a document or a video here.</p>
      <div className="canvas-ways">
        {panel !== 'library' && (
          <button type="button" className="primary" onClick={() => ui.setState({ panel: 'library' })}>
            Start from an example
          </button>
        )}
        {panel !== 'nodes' && (
          <button type="button" className="quiet" onClick={() => ui.setState({ panel: 'nodes' })}>
            List the nodes
          </button>
        )}
      </div>
    </div>
  )
}
