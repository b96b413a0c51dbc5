import type { NodeManifest } from '@frameloom/graph'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { paramOf } from '../graph/issue-list.js'
import { fieldsOf } from '../params/field.js'
import { ParamField } from '../params/param-field.js'
import { useStudio } from '../studio/studio-context.js'
import { CardInsights } from '../insight/card-insights.js'
import { CardCharts } from './card-charts.js'
import { CardPreview } from './card-preview.js'

export interface CardBodyProps {
  readonly id: string
  readonly manifest: NodeManifest | undefined
  readonly type: string
}

/** What stands under the ports: pictures, fields, and what is wrong with the node as a whole. */
export function CardBody({ id, manifest, type }: CardBodyProps) {
  const { issues } = useStudio()
  const fields = useMemo(() => (manifest === undefined ? [] : fieldsOf(manifest)), [manifest])
  const [open, setOpen] = useState(false)
  const byNode = useStore(issues.store, (state) => state.byNode.get(id))
  const whole = byNode?.filter((issue) => issue.port === undefined && paramOf(issue) === undefined) ?? []
  const advanced = fields.filter((field) => field.advanced)
  return (
    <>
      {manifest === undefined && (
        <p className="card-note">
          <b>{type}</b> is not installed here. Everything about this node is kept when you save.
        </p>
      )}
      <CardPreview id={id} always={manifest?.preview === true} />
      <CardInsights id={id} sketch={manifest?.sketch} />
      <CardCharts id={id} />
      {fields.length > 0 && (
        <div className="fields">
          {fields
            .filter((field) => !field.advanced)
            .map((field) => (
              <ParamField key={field.name} node={id} field={field} place="card" />
            ))}
          {advanced.length > 0 && (
            <button type="button" className="more" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />} Advanced
            </button>
          )}
          {open && advanced.map((field) => <ParamField key={field.name} node={id} field={field} place="card" />)}
        </div>
      )}
      {whole.map((issue) => (
        <p key={issue.message} className="card-issue">
          {issue.message}
        </p>
      ))}
    </>
  )
}
