import { nodeId, runId } from '@frameloom/graph'
import { z } from 'zod'

/** Where a run stands, seen from outside. The last three are final, until it is resumed. */
export const viewStates = ['queued', 'starting', 'running', 'paused', 'finished', 'stopped', 'failed'] as const
export type ViewState = (typeof viewStates)[number]

/** Has the run come to an end, from which only `resume` leads on? */
export const isOver = ({ state }: { readonly state: ViewState }): boolean =>
  state === 'finished' || state === 'stopped' || state === 'failed'

/** Exchanges of wires that a view keeps: more than a card or a list shows well. */
export const RECENT_EXCHANGES = 24

/** Reports of finished chunks that a view keeps per node. */
export const RECENT_CHUNKS = 64

const chunkView = z.object({
  chunk: z.int().min(0),
  /** Milliseconds since 1970. */
  at: z.number(),
  frames: z.int().min(0),
  /** Figures by name, the unit in the name. */
  measurements: z.record(z.string(), z.number()),
})

const nodeView = z.object({
  phase: z.enum(['waiting', 'working', 'finished', 'failed']),
  text: z.string().optional(),
  /** From 0 to 1. */
  progress: z.number().optional(),
  /** Bytes that it holds in memory, where it tells. */
  memoryBytes: z.int().min(0).optional(),
  /** How long it took, once it has finished. */
  ms: z.number().optional(),
  /** Its outputs were there already. */
  reused: z.boolean().optional(),
  /** Its latest chunks, the newest last; at most `RECENT_CHUNKS`. */
  recent: z.array(chunkView),
  /** What it told of its inner state with its latest chunk. */
  insight: z.record(z.string(), z.json()).optional(),
})
/** One node of a run. */
export type NodeView = z.output<typeof nodeView>

const changeView = z.object({
  node: nodeId,
  param: z.string(),
  value: z.json(),
  /** The first chunk for which the value holds. */
  chunk: z.int().min(0),
  phase: z.enum(['queued', 'applied']),
})

const exchangeView = z.object({
  node: nodeId,
  /** The live input. */
  input: z.string(),
  /** The output that feeds it. */
  from: z.object({ node: nodeId, port: z.string() }),
  /** The first chunk for which the wire holds. */
  chunk: z.int().min(0),
  phase: z.enum(['queued', 'applied']),
  /** What became of what the node keeps, in a sentence. */
  conversion: z.string().optional(),
})

const failureView = z.object({
  node: nodeId.optional(),
  port: z.string().optional(),
  code: z.string(),
  message: z.string(),
})

/** What lists show of a run. */
export const runSummary = z.object({
  run: runId,
  /** The last event taken in; -1 before the first. */
  seq: z.int().min(-1),
  state: z.enum(viewStates),
  title: z.string(),
  /** The document in the library that it was started from. */
  documentId: z.string().optional(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  /** Chunks that have come out of its last node. */
  finishedChunks: z.int().min(0),
  /** Length in chunks; 0: until stopped. */
  chunks: z.int().min(0),
  /** The device that it has or waits for: of the runs of one lane one goes on at a time. Absent in records of old. */
  lane: z.string().optional(),
  /** How many runs are before it in the queue of its device; only while it is queued. */
  position: z.int().min(0).optional(),
  /** Files in the run's folder, in the order in which they were begun. */
  files: z.array(z.object({ node: nodeId, name: z.string(), finished: z.boolean() })),
  /** The chunk that a resumed run would begin with; absent where there is no checkpoint. */
  checkpoint: z.int().min(0).optional(),
  failure: failureView.optional(),
})
export type RunSummary = z.output<typeof runSummary>

/** A run as viewers see it: what all events so far come to. Bounded, however long the video. */
export const runView = runSummary.extend({
  /** The device that was asked for. */
  device: z.string(),
  /** The seeds in use, by node and parameter: what was drawn where the document left it open. */
  seeds: z.array(z.object({ node: nodeId, param: z.string(), value: z.json() })),
  /** Index of the first chunk that the present process makes. */
  firstChunk: z.int().min(0),
  /** Milliseconds since 1970; when the present process began and when the run ended. */
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  /** Milliseconds since 1970; when it was let go on after its last pause. */
  resumedAt: z.number().optional(),
  /** The nodes that are executed, in order. */
  order: z.array(nodeId),
  nodes: z.record(nodeId, nodeView),
  /** The latest change of every live parameter that was changed. */
  changes: z.array(changeView),
  /** The latest exchanges of wires, at most `RECENT_EXCHANGES`; the newest last. */
  exchanges: z.array(exchangeView).default([]),
})
export type RunView = z.output<typeof runView>
