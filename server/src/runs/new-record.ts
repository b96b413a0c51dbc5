import {
  type Catalog,
  type Checked,
  checkDocument,
  type RunId,
  seedParams,
  withHorizon,
  withSeed,
} from '@frameloom/graph'
import { horizonOf } from '@frameloom/host'
import type { requests } from '@frameloom/protocol'
import type { z } from 'zod'
import type { RunRecord } from './run-files.js'

/** A request to start a run. */
export type StartRequest = z.output<(typeof requests)['run:start']['request']>

/** A run that can be started, or everything that keeps its document from running. */
export function newRecord(
  { document: input, documentId, device, chunks, seed }: StartRequest,
  { catalog, run, lane }: { readonly catalog: Catalog; readonly run: RunId; readonly lane: string },
): Checked<{ readonly record: RunRecord }> {
  const asSent = checkDocument(input, catalog)
  if (!asSent.ok) return asSent
  const { document } = asSent.graph
  const cut = chunks === undefined ? { ok: true as const, document } : withHorizon(document, catalog, chunks)
  if (!cut.ok) return cut
  const seeded = seed === undefined ? cut : withSeed(cut.document, catalog, seed)
  if (!seeded.ok) return seeded
  const checked = checkDocument(seeded.document, catalog)
  if (!checked.ok) return checked
  const { graph } = checked
  const seeds = seedParams(graph.document, catalog).map(({ node, param }) => ({
    node,
    param,
    value: Number(graph.nodes.get(node)?.params[param]),
  }))
  const view: RunRecord['view'] = {
    run,
    state: 'queued',
    title: graph.document.meta?.title ?? 'Untitled',
    ...(documentId !== undefined && { documentId }),
    createdAt: Date.now(),
    finishedChunks: 0,
    lane,
    chunks: horizonOf(graph, catalog),
    seq: -1,
    device,
    seeds,
    firstChunk: 0,
    order: [],
    nodes: {},
    changes: [],
    exchanges: [],
    files: [],
  }
  return { ok: true, record: { view, document: graph.document } }
}
