import { Clock, Film, FolderOpen, ListTree, type LucideIcon, Plus, TriangleAlert } from 'lucide-react'
import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'
import type { PanelName } from '../studio/ui-state.js'
import { LibraryPanel } from './library-panel.js'
import { NodesPanel } from './nodes-panel.js'
import { OutlinePanel } from './outline-panel.js'
import { ProblemsPanel } from './problems-panel.js'
import { RunsPanel } from './runs-panel.js'
import { TimelinePanel } from './timeline-panel.js'

const panels: readonly { readonly name: PanelName; readonly label: string; readonly icon: LucideIcon }[] = [
  { name: 'nodes', label: 'Nodes', icon: Plus },
  { name: 'library', label: 'Library', icon: FolderOpen },
  { name: 'runs', label: 'Runs', icon: Film },
  { name: 'outline', label: 'Outline', icon: ListTree },
  { name: 'timeline', label: 'Timeline', icon: Clock },
  { name: 'problems', label: 'Problems', icon: TriangleAlert },
]

/** The rail at the left and the panel it opens. */
export function SidePanel() {
  const { graph, ui, issues, run } = useStudio()
  const open = useStore(ui, ({ panel }) => panel)
  const failed = useStore(run.store, ({ view }) => view?.failure !== undefined)
  const isEmpty = useStore(graph.store, ({ nodes }) => nodes.size === 0)
  const found = useStore(issues.store, ({ all }) => all.length)
  // That a new document cannot run yet is nobody's mistake.
  const problems = (isEmpty ? 0 : found) + (failed ? 1 : 0)
  return (
    <>
      <nav className="rail" aria-label="Panels">
        {panels.map(({ name, label, icon: Icon }) => (
          <button
            key={name}
            type="button"
            aria-pressed={open === name}
            onClick={() => ui.setState({ panel: open === name ? undefined : name })}
          >
            <Icon size={18} strokeWidth={1.75} aria-hidden />
            <span>{label}</span>
            {name === 'problems' && problems > 0 && <span className="badge">{problems}</span>}
          </button>
        ))}
      </nav>
      {open && (
        <aside className="panel" aria-labelledby="panel-title">
          <h2 id="panel-title">{panels.find(({ name }) => name === open)?.label}</h2>
          <Panel name={open} />
        </aside>
      )}
    </>
  )
}

function Panel({ name }: { readonly name: PanelName }) {
  switch (name) {
    case 'nodes':
      return <NodesPanel />
    case 'library':
      return <LibraryPanel />
    case 'runs':
      return <RunsPanel />
    case 'outline':
      return <OutlinePanel />
    case 'timeline':
      return <TimelinePanel />
    case 'problems':
      return <ProblemsPanel />
  }
}
