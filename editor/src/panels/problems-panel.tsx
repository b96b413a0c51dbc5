import { CircleCheck } from 'lucide-react'
import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'

/** What failed the last run, and everything that keeps the document from running, each with the way to it. */
export function ProblemsPanel() {
  const { issues, run } = useStudio()
  const all = useStore(issues.store, (state) => state.all)
  const failure = useStore(run.store, ({ view }) => view?.failure)
  if (all.length === 0 && failure === undefined) {
    return (
      <p className="empty">
        <CircleCheck size={20} aria-hidden />
        Nothing is wrong: this graph can run.
      </p>
    )
  }
  return (
    <ul className="problem-list">
      {failure && <Problem node={failure.node} place="failed the last run" message={failure.message} />}
      {all.map(({ code, path, node, port, message }) => (
        <Problem key={`${code} ${path} ${port ?? ''} ${message}`} node={node} place={port} message={message} />
      ))}
    </ul>
  )
}

interface ProblemProps {
  readonly node: string | undefined
  /** What of the node. */
  readonly place: string | undefined
  readonly message: string
}

function Problem({ node: id, place, message }: ProblemProps) {
  const { graph, titles, stage } = useStudio()
  const node = useStore(graph.store, ({ nodes }) => nodes.get(id ?? ''))
  const title = useStore(graph.store, ({ document }) => node && titles.of(node.id, document))
  return (
    <li>
      <button type="button" disabled={node === undefined} onClick={() => node && stage.canvas?.reveal(node.id)}>
        {(title ?? place) && <b>{[title, place].filter(Boolean).join(' · ')}</b>}
        <span>{message}</span>
      </button>
    </li>
  )
}
