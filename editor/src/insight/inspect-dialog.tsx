import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'
import { DialogBox } from '../ui/dialog.js'
import { CardInsights } from './card-insights.js'
import { chunkSeconds } from './chunk-seconds.js'
import { insightsOn } from './insights-on.js'
import { memoryOf } from './memory-of.js'
import { ProvenanceTable } from './provenance-table.js'

/** What is drawn on a node, as large as the window allows, with where every share comes from in time. */
export function InspectDialog({ node }: { readonly node: string }) {
  const { graph, manifests, run, titles } = useStudio()
  const source = useStore(graph.store, ({ nodes }) => nodes.get(node))
  const manifest = manifests.get(source?.type ?? '')
  const insights = insightsOn(node, graph.document, manifests)
  const readers = insights.map(({ reader }) => reader)
  const report = useStore(run.store, ({ view }) =>
    readers.map((reader) => memoryOf(view, reader)).find((one) => one !== undefined),
  )
  const hasSlots =
    report !== undefined ||
    manifest?.sketch?.view === 'slot-strip' ||
    insights.some(({ view }) => view === 'slot-strip')
  const seconds = useStore(run.store, ({ view }) => chunkSeconds(view))
  return (
    <DialogBox title={source === undefined ? 'Inspect' : titles.of(node, graph.document)} className="inspect-dialog">
      <CardInsights id={node} sketch={manifest?.sketch} large />
      {!hasSlots ? null : report === undefined ? (
        <p className="empty">Start a run to see which past frames each slot still holds.</p>
      ) : (
        <ProvenanceTable report={report} seconds={seconds} />
      )}
      {hasSlots && (
        <p className="inspect-note">
          The picture of a memory slot shows the frames that this page has seen, mixed by their shares. It illustrates
          the shares; it is not decoded from the cache.
        </p>
      )}
    </DialogBox>
  )
}
