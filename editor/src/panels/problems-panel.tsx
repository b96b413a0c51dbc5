import type { GraphIssue } from '@frameloom/graph'
import { CircleCheck } from 'lucide-react'
import { useStore } from 'zustand'
import { portOf } from '../graph/port-of.js'
import { useStudio } from '../studio/studio-context.js'

/** What failed the last run, and everything that keeps the document from running, each with the way to it. */
export function ProblemsPanel() {
  const studio = useStudio()
  const { issues, run } = studio
  const all = useStore(issues.store, (state) => state.all)
  const failure = useStore(run.store, ({ view }) => view?.failure)
  const shortly = (issue: GraphIssue) => {
    const { code, node: nodeId = '', port: key = '', message } = issue
    const port = code === 'missing-wire' ? portOf(studio, { nodeId, side: 'input', key }) : undefined
    if (port === undefined) return message
    return port.flow === 'stream' ? `Needs a stream of ${port.socket}.` : `Needs a wire from a ${port.socket}.`
  }
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
      {all.map((issue) => {
        const { code, path, node, port, message } = issue
        return (
          <Problem key={`${code} ${path} ${port ?? ''} ${message}`} node={node} place={port} message={shortly(issue)} />
        )
      })}
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
