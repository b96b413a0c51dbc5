import { CircleCheck } from 'lucide-react'
import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'

/** Everything that keeps the document from running, each with the way to it. */
export function ProblemsPanel() {
  const { issues, graph, manifests, stage } = useStudio()
  const all = useStore(issues.store, (state) => state.all)
  const nodes = useStore(graph.store, (state) => state.nodes)
  if (all.length === 0) {
    return (
      <p className="empty">
        <CircleCheck size={20} aria-hidden />
        Nothing is wrong: this graph can run.
      </p>
    )
  }
  return (
    <ul className="problem-list">
      {all.map((issue) => {
        const node = nodes.get(issue.node ?? '')
        const title = node && (node.title ?? manifests.get(node.type)?.title ?? node.type)
        return (
          <li key={`${issue.code} ${issue.path} ${issue.port ?? ''} ${issue.message}`}>
            <button type="button" disabled={node === undefined} onClick={() => node && stage.canvas?.reveal(node.id)}>
              {title && <b>{[title, issue.port].filter(Boolean).join(' · ')}</b>}
              <span>{issue.message}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
