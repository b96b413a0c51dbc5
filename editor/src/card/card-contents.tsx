import { type ManifestNode, PortRows, type PortRowsProps } from '@frameloom/rete-plugin'
import { type ReactNode, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { phaseOf } from '../run/node-view-of.js'
import { useStudio } from '../studio/studio-context.js'
import { useNativeEvent } from '../ui/use-native-event.js'
import { CardBody } from './card-body.js'
import { CardExchanges } from './card-exchanges.js'
import { CardFiles } from './card-files.js'
import { CardFooter } from './card-footer.js'
import { CardTitle } from './card-title.js'

export interface CardContentsProps {
  readonly node: ManifestNode
  readonly emit: PortRowsProps['emit']
  /** Called when the contents of a card of another shape have been drawn. */
  readonly drawn: () => void
}

/** What an open card holds, made from the manifest alone. */
export function CardContents({ node, emit, drawn }: CardContentsProps) {
  const { cards, graph, issues, run, titles } = useStudio()
  const { id } = node
  const source = useStore(graph.store, ({ nodes }) => nodes.get(id))
  const name = useStore(graph.store, ({ document }) => titles.of(id, document))
  const shape = useStore(graph.store, ({ document }) => cards.shapeOf(id, document))
  const wrong = useStore(issues.store, ({ byNode }) => byNode.get(id))
  const phase = useStore(run.store, ({ view }) => phaseOf(view, id))
  useEffect(drawn, [drawn, shape])
  if (source === undefined) return null
  const title = source.title ?? node.manifest?.title ?? source.type
  return (
    <>
      <CardTitle id={id} name={name} title={title} category={node.manifest?.category} phase={phase} />
      <PortRows
        node={node}
        emit={emit}
        issueAt={(side, port) => wrong?.find((issue) => side === 'input' && issue.port === port)?.message}
      />
      <Below id={id}>
        {source['collapsed'] !== true && (
          <>
            <CardBody id={id} manifest={node.manifest} type={source.type} />
            <CardExchanges id={id} />
            <CardFiles id={id} />
            <CardFooter id={id} />
          </>
        )}
      </Below>
    </>
  )
}

const CONTROLS = 'input, textarea, select, button, a, label, summary'

/** What is pressed here selects the node, with Ctrl or Shift beside others, and does not drag it. */
function Below({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  const { selection } = useStudio()
  const body = useRef<HTMLDivElement>(null)
  useNativeEvent(body, 'pointerdown', (event) => {
    if (event.button !== 0) return
    event.stopPropagation()
    const { ctrlKey, metaKey, shiftKey, target } = event
    const isControl = target instanceof Element && target.closest(CONTROLS) !== null
    if (ctrlKey || metaKey || shiftKey) {
      if (isControl) selection.add([id])
      else selection.toggle(id)
    } else if (!selection.nodes.has(id)) selection.choose([id])
  })
  return (
    <div ref={body} className="card-below">
      {children}
    </div>
  )
}
