import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { renameNode, toggleCollapsed } from '../graph/edits.js'
import { nodeViewOf } from '../run/node-view-of.js'
import { useStudio } from '../studio/studio-context.js'
import { CategoryIcon } from '../ui/category-icon.js'
import { IconButton } from '../ui/icon-button.js'

export interface CardTitleProps {
  readonly id: string
  readonly title: string
  readonly category: string | undefined
  readonly phase: string | undefined
}

/** Icon, name (double click renames), state, progress. */
export function CardTitle({ id, title, category, phase }: CardTitleProps) {
  const { graph, run } = useStudio()
  const [renaming, setRenaming] = useState(false)
  const collapsed = useStore(graph.store, ({ nodes }) => nodes.get(id)?.['collapsed'] === true)
  const progress = useStore(run.store, ({ view }) => (phase === 'working' ? nodeViewOf(view, id)?.progress : undefined))
  const finish = (text: string | undefined) => {
    if (text !== undefined && text !== title) graph.edit(renameNode(id, text))
    setRenaming(false)
  }
  return (
    <div className="fl-title card-title" onDoubleClick={() => setRenaming(true)}>
      <CategoryIcon category={category} />
      {renaming ? (
        <input
          className="rename"
          aria-label="Title of the node"
          defaultValue={title}
          autoFocus
          onBlur={({ target }) => finish(target.value)}
          onKeyDown={(event) => {
            event.stopPropagation()
            if (event.key === 'Enter') finish(event.currentTarget.value)
            if (event.key === 'Escape') finish(undefined)
          }}
        />
      ) : (
        <span className="card-name">{title}</span>
      )}
      <IconButton
        className="fold"
        icon={collapsed ? ChevronRight : ChevronDown}
        label={collapsed ? `Open ${title}` : `Fold ${title}`}
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
