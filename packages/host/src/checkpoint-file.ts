import { CHECKPOINT_VERSION, type Checkpoint } from '@frameloom/engine'
import { graphDocument, type NodeState, type StateTensor } from '@frameloom/graph'
import { arrayOver, bytesPerElement, isDtype, type Tensor, tensorOf } from '@frameloom/tensor'
import { openSafetensors, readTensor, type SafetensorsFile, writeSafetensors } from '@frameloom/weights'
import { z } from 'zod'
import { CheckpointError } from './checkpoint-error.js'
import type { Digests } from './chunk-digest.js'

const FORMAT = 'frameloom-checkpoint'

/** JSON part of a checkpoint, in the file's metadata. */
const header = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.literal(CHECKPOINT_VERSION),
  chunk: z.int().min(0),
  document: graphDocument,
  /** Fingerprints of the video so far, by node id. */
  digests: z.record(z.string(), z.string()),
  /** By node id. The tensor `name` of node `id` lies in the file as `tensorKey(id, name)`. */
  nodes: z.record(z.string(), z.object({ json: z.json(), tensors: z.array(z.string()) })),
})

/** A node's id may hold any character; `/` separates it from the tensor's name. */
const tensorKey = (node: string, name: string): string => `${encodeURIComponent(node)}/${name}`

/** A checkpoint and what is remembered beside it. */
export interface SavedCheckpoint {
  readonly checkpoint: Checkpoint
  readonly digests: Digests
}

/**
 * Writes a checkpoint as one safetensors file. It appears whole or not at all, so the one before stays until then.
 * @throws WeightsError `unwritable`
 */
export async function writeCheckpoint(path: string, { checkpoint, digests }: SavedCheckpoint): Promise<void> {
  const tensors: Record<string, Tensor> = {}
  const nodes: z.input<typeof header>['nodes'] = {}
  for (const [id, state] of Object.entries(checkpoint.nodes)) {
    nodes[id] = { json: state.json as z.core.util.JSONType, tensors: Object.keys(state.tensors) }
    for (const [name, tensor] of Object.entries(state.tensors)) tensors[tensorKey(id, name)] = tensorOfState(tensor)
  }
  const { chunk, document } = checkpoint
  const head = { format: FORMAT, formatVersion: CHECKPOINT_VERSION, chunk, document, digests, nodes }
  await writeSafetensors(path, tensors, { frameloom: JSON.stringify(head) })
}

/**
 * Reads what `writeCheckpoint` wrote.
 * @throws WeightsError where it is no safetensors file, or a damaged one
 * @throws CheckpointError
 */
export async function readCheckpoint(path: string): Promise<SavedCheckpoint> {
  const file = await openSafetensors(path)
  const { chunk, document, digests, nodes } = readHeader(file)
  const states: Record<string, NodeState> = {}
  for (const [id, { json, tensors: names }] of Object.entries(nodes)) {
    const tensors: Record<string, StateTensor> = {}
    for (const name of names) tensors[name] = await readTensor(file, tensorKey(id, name))
    states[id] = { json, tensors }
  }
  return { checkpoint: { formatVersion: CHECKPOINT_VERSION, document, chunk, nodes: states }, digests }
}

/**
 * The chunk that a run from this checkpoint begins with. Reads the header alone, however large the states are.
 * @throws WeightsError, CheckpointError as `readCheckpoint` does
 */
export async function checkpointChunk(path: string): Promise<number> {
  return readHeader(await openSafetensors(path)).chunk
}

function readHeader({ path, metadata }: SafetensorsFile): z.output<typeof header> {
  const text = metadata['frameloom']
  if (text === undefined) {
    throw new CheckpointError(`${path} holds tensors but no checkpoint: give a *.checkpoint.safetensors file.`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw damaged(path, 'its JSON part is broken', { cause })
  }
  const parsed = header.safeParse(value)
  if (parsed.success) return parsed.data
  const [problem] = parsed.error.issues
  throw damaged(path, `at ${problem?.path.join('.') || 'its root'}: ${problem?.message}`)
}

const damaged = (path: string, found: string, options?: ErrorOptions) =>
  new CheckpointError(
    `${path} cannot be read as a checkpoint of version ${CHECKPOINT_VERSION} (${found}): start the video again.`,
    options,
  )

function tensorOfState({ dtype, shape, data }: StateTensor): Tensor {
  if (!isDtype(dtype)) throw new TypeError(`A node saved a tensor of the unknown dtype '${dtype}'.`)
  const { buffer, byteOffset, byteLength } = data
  return tensorOf(dtype, shape, arrayOver(dtype, { buffer, byteOffset, length: byteLength / bytesPerElement(dtype) }))
}
