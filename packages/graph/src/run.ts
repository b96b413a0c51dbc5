import { z } from 'zod'
import { nodeId, runId } from './ids.js'
import { jsonValue } from './json.js'

/** Where a run stands. The last three are final. */
export const runStates = ['running', 'paused', 'finished', 'stopped', 'failed'] as const
export type RunState = (typeof runStates)[number]

const chunk = z.int().min(0)
const ms = z.number().min(0)
/** One parameter of one node and its value from now on. */
const param = { node: nodeId, param: z.string(), value: jsonValue }

/** A live input of `node`, and the output that feeds it from `chunk` on. */
const exchanged = { node: nodeId, input: z.string(), from: z.object({ node: nodeId, port: z.string() }), chunk }

const bodies = [
  /** Always the first event. `nodes`: what will be executed, in order. */
  z.object({ type: z.literal('run-started'), nodes: z.array(nodeId), firstChunk: chunk }),
  z.object({ type: z.literal('node-started'), node: nodeId }),
  /** `execute` has returned: after milliseconds for a value, when its streams have ended for a reader of streams. */
  z.object({ type: z.literal('node-finished'), node: nodeId, ms, reused: z.boolean() }),
  z.object({
    type: z.literal('node-status'),
    node: nodeId,
    text: z.string().optional(),
    progress: z.number().min(0).max(1).optional(),
    /** Bytes that the node holds in memory: weights, buffers. */
    memoryBytes: z.int().min(0).optional(),
  }),
  z.object({
    type: z.literal('chunk-finished'),
    node: nodeId,
    chunk,
    frames: z.int().min(0),
    measurements: z.record(z.string(), z.number()),
    insight: z.record(z.string(), jsonValue).optional(),
    digest: z.string().optional(),
  }),
  z.object({ type: z.literal('file-saved'), node: nodeId, path: z.string(), finished: z.boolean() }),
  /** A live change was accepted; it holds from `chunk` on, unless the stream ends before. */
  z.object({ type: z.literal('param-queued'), ...param, chunk }),
  /** The first node has begun the first chunk for which the new value holds: a live change or a timeline entry. */
  z.object({ type: z.literal('param-applied'), ...param, chunk }),
  /**
   * Another wire into a live input was accepted; it holds from `chunk` on, unless the stream ends before. `nodes` are executed
   * since then and were not before.
   */
  z.object({ type: z.literal('wire-queued'), ...exchanged, nodes: z.array(nodeId) }),
  /** The node has begun its first chunk with the other wire. `conversion`: what became of what it keeps, in a sentence. */
  z.object({ type: z.literal('wire-applied'), ...exchanged, conversion: z.string().optional() }),
  z.object({ type: z.literal('run-paused') }),
  z.object({ type: z.literal('run-resumed') }),
  /** `chunk`: the first one that a run from this checkpoint produces. */
  z.object({ type: z.literal('checkpoint-saved'), chunk }),
  /** The last event: every stream has come to its end. */
  z.object({ type: z.literal('run-finished'), ms }),
  /** The last event: `after-chunk` kept every chunk whole, `now` may have cut one off. */
  z.object({ type: z.literal('run-stopped'), how: z.enum(['after-chunk', 'now']), ms }),
  /** The last event: the first cause, where it happened. */
  z.object({
    type: z.literal('run-failed'),
    node: nodeId.optional(),
    port: z.string().optional(),
    code: z.string(),
    message: z.string(),
  }),
] as const

const stamp = z.object({
  run: runId,
  /** Counts from 0 without gaps. */
  seq: z.int().min(0),
  /** Milliseconds since 1970, by the clock of the machine that runs. */
  at: z.number(),
})

/** The schema of everything a run tells, for the border of a process. */
export const runEvent = z.intersection(stamp, z.discriminatedUnion('type', bodies))
/** Everything a run tells, in order, each exactly once. */
export type RunEvent = z.output<typeof runEvent>
/** An event before it is numbered. */
export type RunEventBody = z.output<(typeof bodies)[number]>
