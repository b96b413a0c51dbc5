import type { DocumentNode } from '@frameloom/graph'
import { CalendarPlus } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { addCue, cues } from '../graph/timeline.js'
import { type Field, fieldsOf } from '../params/field.js'
import { useStudio } from '../studio/studio-context.js'
import { useKeptFocus } from '../ui/use-kept-focus.js'
import { CueRow } from './cue-row.js'
import { CueStrip } from './cue-strip.js'
import { ExchangeList } from './exchange-list.js'
import { nextCue } from './next-cue.js'

/** A live parameter that a cue may change. */
export interface Target {
  readonly node: DocumentNode
  readonly field: Field
  readonly title: string
}

/** Changes of live parameters at chunk boundaries, which the server carries out while the video plays. */
export function TimelinePanel() {
  const { graph, manifests, run, titles } = useStudio()
  const document = useStore(graph.store, (state) => state.document)
  const playing = useStore(run.store, ({ view }) => view?.finishedChunks)
  const targets = useMemo(() => document.nodes.flatMap(targetsOf), [document.nodes, manifests])
  const list = cues(document)
  const [first] = targets
  const add = () => {
    const cue = nextCue({ cues: list, targets }, playing)
    if (cue !== undefined) graph.edit(addCue(cue))
  }
  const rows = useRef<HTMLDivElement>(null)
  useKeptFocus(rows)
  return (
    <div ref={rows} className="panel-rows">
      <p className="panel-hint">Values that change while the video plays, counted in chunks.</p>
      <CueStrip cues={list} playing={playing} />
      <ul className="cue-list">
        {list.map((cue) => (
          <CueRow
            key={cue.index}
            cue={cue}
            targets={targets}
            passed={playing !== undefined && cue.entry.chunk < playing}
          />
        ))}
      </ul>
      <div className="panel-actions">
        <button type="button" className="quiet" disabled={first === undefined} onClick={add}>
          <CalendarPlus size={14} aria-hidden /> Add a change
        </button>
      </div>
      <ExchangeList />
      {first === undefined && (
        <p className="empty">No node of this graph has a value that may change while it plays.</p>
      )}
    </div>
  )

  function targetsOf(node: DocumentNode): Target[] {
    const manifest = manifests.get(node.type)
    if (manifest === undefined) return []
    const live = fieldsOf(manifest).filter((field) => field.live)
    return live.map((field) => ({ node, field, title: `${titles.of(node.id, document)} · ${field.label}` }))
  }
}
