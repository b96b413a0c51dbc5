import { ChevronDown, ChevronRight } from 'lucide-react'
import { useStore } from 'zustand'
import { renameNode, toggleCollapsed } from '../graph/edits.js'
import { nodeViewOf } from '../run/node-view-of.js'
import { useStudio } from '../studio/studio-context.js'
import { CategoryIcon } from '../ui/category-icon.js'
import { IconButton } from '../ui/icon-button.js'
import { TitleInput } from '../ui/title-input.js'

export interface CardTitleProps {
  readonly id: string
  /** What it is called, as no other node is. */
  readonly name: string
  /** The title to be changed. */
  readonly title: string
  readonly category: string | undefined
  readonly phase: string | undefined
}

/** Icon, name (double click or F2 renames), state, progress. */
export function CardTitle({ id, name, title, category, phase }: CardTitleProps) {
  const { graph, run, ui } = useStudio()
  const renaming = useStore(ui, (state) => state.renaming === id)
  const rename = (node: string | undefined) => ui.setState({ renaming: node })
  const collapsed = useStore(graph.store, ({ nodes }) => nodes.get(id)?.['collapsed'] === true)
  const progress = useStore(run.store, ({ view }) => (phase === 'working' ? nodeViewOf(view, id)?.progress : undefined))
  const finish = (text: string | undefined) => {
    if (text !== undefined && text !== title) graph.edit(renameNode(id, text))
    rename(undefined)
  }
  return (
    <div className="fl-title card-title" onDoubleClick={() => rename(id)}>
      <CategoryIcon category={category} />
      {renaming ? (
        <TitleInput label="Title of the node" title={title} finish={finish} />
      ) : (
        <span className="card-name">{name}</span>
      )}
      <IconButton
        className="fold"
        icon={collapsed ? ChevronRight : ChevronDown}
        label={collapsed ? `Open ${name}` : `Fold ${name}`}
        keys="Alt+C"
        aria-expanded={!collapsed}
        tabIndex={-1}
        onClick={() => graph.edit(toggleCollapsed(new Set([id])))}
      />
      {phase && phase !== 'waiting' && <span className="phase-dot" data-phase={phase} title={phase} />}
      {progress !== undefined && progress > 0 && progress < 1 && (
        <span className="card-progress" style={{ transform: `scaleX(${progress})` }} />
      )}
    </div>
  )
}
