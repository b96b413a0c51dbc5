import type { DocumentNode } from '@frameloom/graph'
import { Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import { toggleBypassed } from '../graph/bypass.js'
import { removeNodes } from '../graph/edits.js'
import { inReadingOrder } from '../graph/reading-order.js'
import { fieldsOf } from '../params/field.js'
import { ParamField } from '../params/param-field.js'
import { phaseOf } from '../run/node-view-of.js'
import { useStudio } from '../studio/studio-context.js'
import { CategoryIcon } from '../ui/category-icon.js'
import { IconButton } from '../ui/icon-button.js'
import { WireSelect } from './wire-select.js'

/** The graph as a list, each node after what it reads: everything that the canvas can do, without one. */
export function OutlinePanel() {
  const { graph } = useStudio()
  const document = useStore(graph.store, (state) => state.document)
  if (document.nodes.length === 0) return <p className="empty">No nodes yet.</p>
  return (
    <ul className="outline">
      {inReadingOrder(document).map((node) => (
        <OutlineNode key={node.id} node={node} />
      ))}
    </ul>
  )
}

function OutlineNode({ node }: { readonly node: DocumentNode }) {
  const { graph, manifests, selection, stage, run, issues } = useStudio()
  const chosen = useStore(selection.store, ({ nodes }) => nodes.has(node.id))
  const phase = useStore(run.store, ({ view }) => phaseOf(view, node.id))
  const wrong = useStore(issues.store, ({ byNode }) => byNode.get(node.id)?.length ?? 0)
  const manifest = manifests.get(node.type)
  const title = node.title ?? manifest?.title ?? node.type
  return (
    <li data-selected={chosen ? '' : undefined}>
      <details>
        <summary>
          <CategoryIcon category={manifest?.category} />
          <span>{title}</span>
          {wrong > 0 && <span className="badge">{wrong}</span>}
          {phase && <small>{phase}</small>}
        </summary>
        <div className="outline-body">
          {manifest?.inputs.map((port) => (
            <WireSelect key={port.name} node={node.id} port={port} />
          ))}
          {manifest &&
            fieldsOf(manifest).map((field) => (
              <ParamField key={field.name} node={node.id} field={field} place="outline" />
            ))}
          <div className="panel-actions">
            <button type="button" className="quiet" onClick={() => stage.canvas?.reveal(node.id)}>
              Show on canvas
            </button>
            {manifest?.passes !== undefined && (
              <button
                type="button"
                className="quiet"
                aria-pressed={node.bypassed === true}
                onClick={() => graph.edit(toggleBypassed(new Set([node.id])))}
              >
                Bypass
              </button>
            )}
            <IconButton
              icon={Trash2}
              label={`Remove ${title}`}
              onClick={() => graph.edit(removeNodes(new Set([node.id])))}
            />
          </div>
        </div>
      </details>
    </li>
  )
}
