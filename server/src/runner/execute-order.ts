import { type Run, startRun } from '@frameloom/engine'
import { type Catalog, checkDocument, type Graph, type HostServices, type RunEvent } from '@frameloom/graph'
import { CheckpointWriter, DigestChain, readCheckpoint, type SavedCheckpoint, whyNotResumable } from '@frameloom/host'
import type { RunOrder } from './messages.js'
import type { Screen } from './screen.js'
import type { ServerLink } from './server-link.js'

/** Thrown where the order cannot be carried out. */
export class OrderError extends Error {
  override readonly name = 'OrderError'
  readonly code = 'document-invalid'
}

/** A run under way, and its end. */
export interface Execution {
  readonly run: Run
  /** Resolves when everything is written and told. @throws where results cannot be written */
  readonly ended: Promise<void>
}

export interface ExecutionHost {
  readonly catalog: Catalog
  readonly screen: Screen
  readonly link: ServerLink
}

/**
 * Runs a document and keeps its checkpoint on disk. Events go to the server as they come, with two exceptions: a checkpoint
 * is told when it lies in its file, and the end when everything is written. The changed document is sent before the event
 * of the change, so whoever hears of a change can already read it.
 * @throws OrderError, CheckpointError, WeightsError before anything runs
 */
export async function executeOrder(order: RunOrder, host: ExecutionHost): Promise<Execution> {
  const { catalog, screen, link } = host
  const restored = order.resume === undefined ? undefined : await readCheckpoint(order.resume)
  const graph = checkedGraph(order.document, catalog)
  if (restored !== undefined) requireSameVideo(restored, graph)

  const { device, runtimeLibrary, outDir, fileName, modelDirs, inputDirs } = order
  const services: HostServices = {
    device,
    ...(runtimeLibrary !== undefined && { runtimeLibrary }),
    outDir,
    fileName,
    modelDirs,
    inputDirs,
    show: async (chunk) => screen.show(chunk),
  }
  const digests = new DigestChain(restored?.digests)
  let begun = restored?.checkpoint.chunk ?? 0
  let last: RunEvent | undefined
  const taken = new Map<number, RunEvent>()
  const broken = new AbortController()

  const run = startRun({
    id: order.run,
    graph,
    services,
    signal: broken.signal,
    ...(restored && { restored: restored.checkpoint }),
    onEvent(event) {
      digests.take(event)
      if (event.type === 'checkpoint-saved') taken.set(event.chunk, event)
      else if (isLast(event)) last = event
      else {
        if (isQueued(event)) void link.report({ type: 'document', document: run.document() })
        void link.report({ type: 'event', event })
      }
      if (event.type === 'chunk-finished' && event.chunk >= begun) {
        begun = event.chunk + 1
        checkpoints.chunkOut(begun)
      }
    },
  })
  const checkpoints: CheckpointWriter = new CheckpointWriter({
    run,
    digests,
    ...order.checkpoint,
    broken,
    onWritten({ chunk }) {
      const event = taken.get(chunk)
      // One that was taken later waits for its own turn.
      for (const earlier of taken.keys()) if (earlier <= chunk) taken.delete(earlier)
      if (event !== undefined) void link.report({ type: 'event', event })
    },
  })

  async function ended(): Promise<void> {
    await checkpoints.finished(await run.finished)
    await link.report({ type: 'document', document: run.document() })
    if (last !== undefined) await link.report({ type: 'event', event: last })
  }
  return { run, ended: ended() }
}

function checkedGraph(document: unknown, catalog: Catalog): Graph {
  const checked = checkDocument(document, catalog)
  if (checked.ok) return checked.graph
  throw new OrderError(checked.issues.map(({ message }) => message).join('\n'))
}

/** @throws OrderError where the checkpoint is of another video than `graph` makes */
function requireSameVideo({ checkpoint: { chunk, document } }: SavedCheckpoint, graph: Graph): void {
  const difference = whyNotResumable(checkedGraph(document, graph.catalog), graph, chunk)
  if (difference === undefined) return
  throw new OrderError(`The checkpoint belongs to another document than this run (${difference}): start it again.`)
}

const isQueued = ({ type }: RunEvent): boolean => type === 'param-queued' || type === 'wire-queued'

const isLast = ({ type }: RunEvent): boolean =>
  type === 'run-finished' || type === 'run-stopped' || type === 'run-failed'
