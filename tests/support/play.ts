import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, type Run, startRun } from '@frameloom/engine'
import { checkDocument, createCatalog, type GraphDocument } from '@frameloom/graph'
import { pack as memory } from '@frameloom/nodes-memory'
import { pack as model } from '@frameloom/nodes-model'
import { pack as output } from '@frameloom/nodes-output'
import { pack as sampling } from '@frameloom/nodes-sampling'
import type { smallModel } from '../cli/small-model.js'

export type SmallModel = Awaited<ReturnType<typeof smallModel>>

const catalog = createCatalog([model, memory, sampling, output])

export const documentOf = async ({ document }: SmallModel): Promise<GraphDocument> =>
  JSON.parse(await readFile(document, 'utf8')) as GraphDocument

interface Playing {
  readonly restored?: Checkpoint
  /** Called when the sampler has finished a chunk. */
  readonly onChunk?: (run: Run) => void
}

/** Runs a document to its end, with the nodes that come with Frameloom. */
export async function play({ path, out }: SmallModel, document: GraphDocument, { restored, onChunk }: Playing = {}) {
  const checked = checkDocument(document, catalog)
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join('\n'))
  await mkdir(out, { recursive: true })
  const run = startRun({
    graph: checked.graph,
    services: { device: 'cpu', outDir: out, fileName: 'small', modelDirs: [join(path, 'models')] },
    ...(restored && { restored }),
    onEvent: (event) => {
      if (event.type === 'chunk-finished' && event.node === 'sampler') onChunk?.(run)
    },
  })
  return run.finished
}

/** The small model's video and a checkpoint from its middle. */
export async function interrupted(small: SmallModel) {
  const document = await documentOf(small)
  let taken: Promise<Checkpoint> | undefined
  const outcome = await play(small, document, {
    onChunk: (run) => {
      taken ??= run.checkpoint()
    },
  })
  const restored = await taken
  if (!restored) throw new Error(`No checkpoint was taken: ${JSON.stringify(outcome)}`)
  return { document, restored }
}
