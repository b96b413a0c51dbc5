import { documentNode, nodeId, runId, wire } from '@frameloom/graph'
import { z } from 'zod'
import { tiers } from './frame.js'

/** Asks for a run. */
export const startRequest = z.object({
  /** Refused with all issues where it cannot run. */
  document: z.unknown().meta({ description: 'A document as in #/components/schemas/GraphDocument.' }),
  /** The document in the library that it comes from, for lists. */
  documentId: z.string().max(100).optional(),
  device: z.enum(['auto', 'cpu', 'cuda', 'webgpu']).default('auto'),
  /** Another length than the document's; 0: until stopped. */
  chunks: z.int().min(0).optional(),
  /** Another seed than the document's, in every node that draws noise. */
  seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
})

/** `after-chunk` keeps every chunk whole and leaves a checkpoint; `now` ends within a denoise step. */
export const stopHow = z.enum(['after-chunk', 'now']).default('after-chunk')

/** A change of one live parameter; it holds from the next chunk that no node has begun. */
export const paramChange = z.object({ node: nodeId, param: z.string().max(200), value: z.json() })

/** Other wires into live inputs, with the nodes that they bring in; they hold from the next chunk that no node has begun. */
export const wireExchange = z.object({ nodes: z.array(documentNode).max(100), wires: z.array(wire).min(1).max(200) })

/** When a change takes effect. */
export const queuedChange = z.object({ chunk: z.int().min(0) })

/** Nodes of one run whose pictures one viewer gets. */
export const MOST_PREVIEWS = 32

export const oneRun = z.object({ run: runId })

/** What a viewer wants to see of a run. Sent again, it replaces what was asked for before. */
export const watchRequest = z.object({
  run: runId,
  /** The last event that the viewer has seen; it then gets the events since, where the server still has them. */
  after: z.int().min(0).optional(),
  /** Size of the pictures wanted, by node; a node that is left out sends none, nor does any behind the first `MOST_PREVIEWS`. */
  previews: z.record(nodeId, z.enum(tiers)).default({}),
})
