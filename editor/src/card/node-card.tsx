import { type ManifestNode, PortRows, type PortRowsProps } from '@frameloom/rete-plugin'
import { useRef } from 'react'
import { useStore } from 'zustand'
import { phaseOf } from '../run/node-view-of.js'
import { useStudio } from '../studio/studio-context.js'
import { useNativeEvent } from '../ui/use-native-event.js'
import { CardBody } from './card-body.js'
import { CardExchanges } from './card-exchanges.js'
import { CardFooter } from './card-footer.js'
import { CardTitle } from './card-title.js'
import { cardName } from './card-name.js'
import { cardKeys } from './card-keys.js'

export interface NodeCardProps {
  readonly node: ManifestNode
  readonly emit: PortRowsProps['emit']
}

/** A node on the canvas, made from its manifest alone. */
export function NodeCard({ node, emit }: NodeCardProps) {
  const studio = useStudio()
  const { graph, issues, run, selection } = studio
  const id = node.id
  const body = useRef<HTMLDivElement>(null)
  const source = useStore(graph.store, ({ nodes }) => nodes.get(id))
  const wrong = useStore(issues.store, ({ byNode }) => byNode.get(id))
  const phase = useStore(run.store, ({ view }) => phaseOf(view, id))
  useNativeEvent(body, 'pointerdown', (event) => {
    if (event.button !== 0) return
    event.stopPropagation()
    if (!selection.nodes.has(id)) selection.choose([id])
  })
  if (source === undefined) return null
  const title = source.title ?? node.manifest?.title ?? source.type
  const collapsed = source['collapsed'] === true
  const bypassed = source.bypassed === true
  return (
    <div
      className="card fl-card"
      role="group"
      tabIndex={0}
      data-card={id}
      data-preview={node.manifest?.preview ? '' : undefined}
      data-phase={phase}
      data-wrong={wrong === undefined ? undefined : ''}
      data-collapsed={collapsed ? '' : undefined}
      data-bypassed={bypassed ? '' : undefined}
      aria-label={cardName({ title, phase, bypassed, issues: wrong?.length ?? 0 })}
      onKeyDown={(event) => cardKeys(studio, id, event)}
      onFocus={({ target, currentTarget }) => {
        if (target === currentTarget && !selection.nodes.has(id)) selection.choose([id])
      }}
    >
      <CardTitle id={id} title={title} category={node.manifest?.category} phase={phase} />
      <PortRows
        node={node}
        emit={emit}
        issueAt={(side, port) => wrong?.find((issue) => side === 'input' && issue.port === port)?.message}
      />
      <div ref={body} className="card-below">
        {!collapsed && <CardBody id={id} manifest={node.manifest} type={source.type} />}
        {!collapsed && <CardExchanges id={id} />}
        {!collapsed && <CardFooter id={id} />}
      </div>
    </div>
  )
}
