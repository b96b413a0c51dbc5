import { type ManifestNode, nodeGeometry, PortRows, type PortRowsProps, portsHeight } from '@frameloom/rete-plugin'
import { type CSSProperties, type ReactNode, useRef } from 'react'
import { useStore } from 'zustand'
import { phaseOf } from '../run/node-view-of.js'
import { useStudio } from '../studio/studio-context.js'
import { useNativeEvent } from '../ui/use-native-event.js'
import { CardBody } from './card-body.js'
import { CardExchanges } from './card-exchanges.js'
import { CardFiles } from './card-files.js'
import { CardFooter } from './card-footer.js'
import { CardTitle } from './card-title.js'
import { cardName } from './card-name.js'
import { cardKeys } from './card-keys.js'
import { type OpenCard, useOpenCard } from './use-open-card.js'

export interface NodeCardProps {
  readonly node: ManifestNode
  readonly emit: PortRowsProps['emit']
}

/** A node on the canvas, made from its manifest alone. Until it is open it shows its title and keeps its size. */
export function NodeCard({ node, emit }: NodeCardProps) {
  const studio = useStudio()
  const { cards, graph, issues, run, selection } = studio
  const id = node.id
  const card = useRef<HTMLDivElement>(null)
  const source = useStore(graph.store, ({ nodes }) => nodes.get(id))
  const wrong = useStore(issues.store, ({ byNode }) => byNode.get(id))
  const phase = useStore(run.store, ({ view }) => phaseOf(view, id))
  const openness = useOpenCard(id, card)
  if (source === undefined) return null
  const title = source.title ?? node.manifest?.title ?? source.type
  const collapsed = source['collapsed'] === true
  const bypassed = source.bypassed === true
  return (
    <div
      ref={card}
      className="card fl-card"
      role="group"
      tabIndex={0}
      data-card={id}
      data-preview={node.manifest?.preview ? '' : undefined}
      data-phase={phase}
      data-wrong={wrong === undefined ? undefined : ''}
      data-collapsed={collapsed ? '' : undefined}
      data-bypassed={bypassed ? '' : undefined}
      data-measured={openness.isMeasured ? '' : undefined}
      aria-label={cardName({ title, phase, bypassed, issues: wrong?.length ?? 0 })}
      style={sizes(node, openness)}
      onKeyDown={(event) => cardKeys(studio, id, event)}
      onFocus={({ target, currentTarget }) => {
        cards.open(id)
        if (target === currentTarget && !selection.nodes.has(id)) selection.choose([id])
      }}
    >
      {openness.isOpen ? (
        <>
          <CardTitle id={id} title={title} category={node.manifest?.category} phase={phase} />
          <PortRows
            node={node}
            emit={emit}
            issueAt={(side, port) => wrong?.find((issue) => side === 'input' && issue.port === port)?.message}
          />
          <Below id={id}>
            {!collapsed && (
              <>
                <CardBody id={id} manifest={node.manifest} type={source.type} />
                <CardExchanges id={id} />
                <CardFiles id={id} />
                <CardFooter id={id} />
              </>
            )}
          </Below>
        </>
      ) : (
        <div className="fl-title card-title">
          <span className="card-name">{title}</span>
        </div>
      )}
    </div>
  )
}

/** What is pressed here selects the node and does not drag it. */
function Below({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  const { selection } = useStudio()
  const body = useRef<HTMLDivElement>(null)
  useNativeEvent(body, 'pointerdown', (event) => {
    if (event.button !== 0) return
    event.stopPropagation()
    if (!selection.nodes.has(id)) selection.choose([id])
  })
  return (
    <div ref={body} className="card-below">
      {children}
    </div>
  )
}

/** The height of a card that is not open; of an open one the heights of its parts, for when the browser skips them. */
function sizes(node: ManifestNode, { isOpen, height }: OpenCard): CSSProperties | undefined {
  if (height === undefined) return undefined
  if (!isOpen) return { height }
  const ports = portsHeight(node)
  const { titleHeight, rowsTop } = nodeGeometry
  return {
    '--ports-height': `${Math.max(0, ports - titleHeight - 2 * rowsTop)}px`,
    '--below-height': `${Math.max(0, height - ports)}px`,
  } as CSSProperties
}
