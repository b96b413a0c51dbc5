import { documentNode, graphDocument, graphIssue, nodeId, runEvent, runId, wire } from '@frameloom/graph'
import { frameHeader, tiers } from '@frameloom/protocol'
import { z } from 'zod'

/** What a runner needs to know to begin. */
export const runOrderSchema = z.object({
  run: runId,
  document: graphDocument,
  /** A checkpoint file of this document to go on from; what was changed after it comes again at its chunk. */
  resume: z.string().optional(),
  device: z.string(),
  /** Library of ONNX Runtime in place of the one that comes with Frameloom. */
  runtimeLibrary: z.string().optional(),
  outDir: z.string(),
  fileName: z.string(),
  modelDirs: z.array(z.string()),
  inputDirs: z.array(z.string()),
  /** Modules of packs beside the bundled ones. */
  packs: z.array(z.string()),
  /** Where checkpoints are written, and after how many chunks each. */
  checkpoint: z.object({ path: z.string(), every: z.int().min(1) }),
  /** Where the runner notes itself before it begins, so that no other one works beside it. */
  lock: z.string(),
})
export type RunOrder = z.output<typeof runOrderSchema>

/** Everything that the server tells a runner process. The first is `start`. */
export const commandMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), order: runOrderSchema }),
  z.object({ type: z.literal('stop'), how: z.enum(['after-chunk', 'now']) }),
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('set'), id: z.int(), node: nodeId, param: z.string(), value: z.json() }),
  z.object({ type: z.literal('exchange'), id: z.int(), nodes: z.array(documentNode), wires: z.array(wire) }),
  /** Pictures somebody wants to see now, in place of what was wanted before. */
  z.object({ type: z.literal('look'), previews: z.record(nodeId, z.array(z.enum(tiers))) }),
])
export type CommandMessage = z.output<typeof commandMessage>

const changeResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), chunk: z.int().min(0) }),
  z.object({ ok: z.literal(false), issues: z.array(graphIssue) }),
])
export type ChangeResult = z.output<typeof changeResult>

/** Everything that a runner process tells the server. After `over` it ends. */
export const reportMessage = z.discriminatedUnion('type', [
  /** As the engine told it; the server numbers it anew. */
  z.object({ type: z.literal('event'), event: runEvent }),
  z.object({ type: z.literal('changed'), id: z.int(), result: changeResult }),
  /** The document with the changes made so far in its timeline. */
  z.object({ type: z.literal('document'), document: graphDocument }),
  z.object({
    type: z.literal('picture'),
    header: frameHeader,
    jpeg: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  }),
  /** The run could not be begun, or its results could not be written. */
  z.object({ type: z.literal('broken'), code: z.string(), message: z.string() }),
  z.object({ type: z.literal('over') }),
])
export type ReportMessage = z.output<typeof reportMessage>
