import type { DocumentNode } from '@frameloom/graph'
import { ChevronDown, ChevronRight, Copy, LocateFixed, ScanSearch, Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import { toggleBypassed } from '../graph/bypass.js'
import { removeNodes, renameNode, toggleCollapsed } from '../graph/edits.js'
import { inReadingOrder } from '../graph/reading-order.js'
import { hasInsights } from '../insight/insights-on.js'
import { fieldsOf } from '../params/field.js'
import { ParamField } from '../params/param-field.js'
import { phaseOf } from '../run/node-view-of.js'
import { duplicate } from '../studio/commands.js'
import { useStudio } from '../studio/studio-context.js'
import { CategoryIcon } from '../ui/category-icon.js'
import { IconButton } from '../ui/icon-button.js'
import { focusBeside } from './focus-beside.js'
import { OutlineFrames } from './outline-frames.js'
import { TitleField } from './title-field.js'
import { WireSelect } from './wire-select.js'

/** The graph as a list, each node after what it reads: everything that the canvas can do but placing nodes, without one. */
export function OutlinePanel() {
  const { graph } = useStudio()
  const document = useStore(graph.store, (state) => state.document)
  if (document.nodes.length + (document.frames?.length ?? 0) === 0) return <p className="empty">No nodes yet.</p>
  return (
    <>
      <ul className="outline">
        {inReadingOrder(document).map((node) => (
          <OutlineNode key={node.id} node={node} />
        ))}
      </ul>
      <OutlineFrames />
    </>
  )
}

function OutlineNode({ node }: { readonly node: DocumentNode }) {
  const studio = useStudio()
  const { graph, manifests, selection, stage, run, issues, titles, ui } = studio
  const chosen = useStore(selection.store, ({ nodes }) => nodes.has(node.id))
  const phase = useStore(run.store, ({ view }) => phaseOf(view, node.id))
  const wrong = useStore(issues.store, ({ byNode }) => byNode.get(node.id)?.length ?? 0)
  const manifest = manifests.get(node.type)
  const inspectable = useStore(graph.store, (state) => hasInsights(node.id, state.document, manifests))
  const otherwise = manifest?.title ?? node.type
  const title = useStore(graph.store, ({ document }) => titles.of(node.id, document))
  const only = new Set([node.id])
  const folded = node['collapsed'] === true
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
          <TitleField
            id={`outline-${node.id}-title`}
            title={node.title ?? ''}
            otherwise={otherwise}
            rename={(text) => graph.edit(renameNode(node.id, text))}
          />
          {manifest?.inputs.map((port) => (
            <WireSelect key={port.name} node={node.id} port={port} />
          ))}
          {manifest &&
            fieldsOf(manifest).map((field) => (
              <ParamField key={field.name} node={node.id} field={field} place="outline" />
            ))}
          <div className="panel-actions">
            <IconButton icon={LocateFixed} label="Show on canvas" onClick={() => stage.canvas?.reveal(node.id)} />
            {manifest?.passes !== undefined && (
              <button
                type="button"
                className="quiet"
                aria-pressed={node.bypassed === true}
                onClick={() => graph.edit(toggleBypassed(only))}
              >
                Bypass
              </button>
            )}
            {inspectable && (
              <IconButton
                icon={ScanSearch}
                label={`Inspect ${title}`}
                onClick={() => ui.setState({ dialog: { kind: 'inspect', node: node.id } })}
              />
            )}
            <IconButton
              icon={folded ? ChevronRight : ChevronDown}
              label={folded ? `Open ${title}` : `Fold ${title}`}
              aria-expanded={!folded}
              onClick={() => graph.edit(toggleCollapsed(only))}
            />
            <IconButton icon={Copy} label={`Duplicate ${title}`} onClick={() => duplicate(studio, only)} />
            <IconButton
              icon={Trash2}
              label={`Remove ${title}`}
              onClick={({ currentTarget }) => {
                focusBeside(currentTarget, stage.canvas?.element)
                graph.edit(removeNodes(only))
              }}
            />
          </div>
        </div>
      </details>
    </li>
  )
}
