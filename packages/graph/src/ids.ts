import { z } from 'zod'

/** Identifies a node within its document; stable over saves. */
export const nodeId = z.string().min(1).max(200).brand<'NodeId'>()
export type NodeId = z.output<typeof nodeId>

/** Identifies one execution of a document. */
export const runId = z.string().min(1).max(200).brand<'RunId'>()
export type RunId = z.output<typeof runId>
