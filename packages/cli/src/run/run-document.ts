import { dirname, join, parse, resolve } from 'node:path'
import { startRun } from '@frameloom/engine'
import type { Catalog } from '@frameloom/graph'
import { CheckpointWriter, horizonOf, UntilFailure, readCheckpoint } from '@frameloom/host'
import type { DeviceChoice } from '../device-option.js'
import { exitCode } from '../exit-code.js'
import type { Terminal } from '../terminal.js'
import { requireContinuable } from './continuable.js'
import { chooseDisplay } from './display.js'
import { hostServices } from './host-services.js'
import { stopOnInterrupt } from './interruption.js'
import { type GraphRequest, openGraph } from './open-graph.js'
import { NumberedFile } from './numbered-file.js'
import type { Outcome } from './outcome.js'
import { Progress } from './progress.js'
import { RunLedger } from './run-ledger.js'

/** What `frameloom run` was asked for. */
export interface RunRequest extends GraphRequest {
  readonly device: DeviceChoice
  readonly outDir: string
  readonly modelDirs: readonly string[]
  /** A checkpoint to go on from. */
  readonly resume: string | undefined
  /** Chunks between two checkpoints; undefined: only one, at the end. */
  readonly checkpointEvery: number | undefined
  readonly json: boolean
}

export interface RunHost {
  readonly terminal: Terminal
  /** The node types at hand. */
  readonly catalog: Catalog
}

/**
 * Runs a document until it ends, Ctrl+C, or its terminal closes, and leaves a checkpoint to resume from. After a failure
 * or an immediate stop, only the last checkpoint of `checkpointEvery` is left. Of the files that are there already it
 * replaces none but the checkpoint that it was resumed from, where that lies in the folder it writes to. Where whoever
 * reads the output is slow, the run waits.
 * @returns the exit status
 * @throws DocumentRefused, Refusal, before anything runs; ReaderGone, WeightsError where results cannot be written
 */
export async function runDocument(request: RunRequest, { terminal, catalog }: RunHost): Promise<number> {
  const graph = await openGraph(request, catalog)
  const chunks = horizonOf(graph, catalog)
  let restored = request.resume === undefined ? undefined : await readCheckpoint(request.resume)
  if (restored !== undefined) requireContinuable(restored.checkpoint, { graph, catalog, chunks })
  const services = await hostServices(request)
  const resumed = request.resume === undefined ? undefined : replaceable(request.resume, services.outDir)

  const firstChunk = restored?.checkpoint.chunk ?? 0
  const progress = new Progress(graph, chunks)
  const ledger = new RunLedger(restored?.digests)
  // Called as the video is, so that people see which belong together.
  const name = () => (ledger.video === undefined ? services.fileName : parse(ledger.video).name)
  await using place = new NumberedFile(() => join(services.outDir, name()), '.checkpoint.safetensors')
  const display = chooseDisplay({ terminal, progress, json: request.json })
  const broken = new AbortController()
  const shown = new UntilFailure((cause) => broken.abort(cause))
  const run = startRun({
    graph,
    services,
    signal: broken.signal,
    ...(restored && { restored: restored.checkpoint }),
    onEvent(event) {
      ledger.take(event)
      const chunkOut = progress.take(event)
      shown.add(async () => {
        await display.event(event, { chunkOut, isNewest: shown.waiting === 0 })
        if (shown.waiting <= FEW_WAITING) run.resume()
      })
      if (shown.waiting > MOST_WAITING) run.pause()
      if (chunkOut) checkpoints.chunkOut(progress.finishedChunks)
    },
  })
  const checkpoints = new CheckpointWriter({
    run,
    digests: ledger.digests,
    path: resumed ?? (() => place.claimed()),
    firstChunk,
    every: request.checkpointEvery,
    broken,
  })
  // Its cache is in the run's hands now, and would be in memory twice.
  restored = undefined
  using interruption = stopOnInterrupt(run, {
    onFirst: () => shown.add(() => terminal.err.line(STOPPING)),
    onHangUp() {
      terminal.out.mute()
      terminal.err.mute()
    },
  })

  const started = performance.now()
  const ended = await run.finished
  const checkpoint = await checkpoints.finished(ended)
  const outcome: Outcome = {
    type: 'outcome',
    status: ended.state,
    ...ledger.results,
    chunks: progress.finishedChunks,
    firstChunk,
    frames: progress.frames,
    seconds: (performance.now() - started) / 1000,
    ...(checkpoint !== undefined && { checkpoint }),
    ...(ended.state === 'failed' && { error: { code: ended.code, message: ended.message } }),
  }
  shown.add(() => display.end(outcome))
  await shown.settled()
  if (ended.state === 'failed') {
    await terminal.err.line(ended.message)
    return exitCode.refused
  }
  return interruption.requested ? exitCode.interrupted : exitCode.done
}

/** The checkpoint that a run goes on from is replaced by its own, where it lies in the folder that the run writes to. */
function replaceable(resume: string, outDir: string): string | undefined {
  const path = resolve(resume)
  return dirname(path) === outDir ? path : undefined
}

/** Events that wait for a slow reader before the run waits for it, too, and those at which it goes on. */
const MOST_WAITING = 256
const FEW_WAITING = 64

const STOPPING = 'Stopping after this chunk. Press Ctrl+C again to stop at once.'
