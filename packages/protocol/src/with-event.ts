import type { z } from 'zod'
import type { NodeId } from '@frameloom/graph'
import { type NodeView, RECENT_CHUNKS, RECENT_EXCHANGES, type RunView } from './run-view.js'
import type { StudioEvent } from './studio-event.js'

/**
 * The view after one more event. Server and pages use this one function, so both see the same run. An event that the view
 * has taken in already changes nothing.
 */
export function withEvent(view: RunView, event: StudioEvent): RunView {
  return event.seq <= view.seq ? view : { ...taken(view, event), seq: event.seq }
}

function taken(view: RunView, event: StudioEvent): RunView {
  switch (event.type) {
    case 'run-queued':
      return { ...goingOn(view), state: 'queued', device: event.device, position: event.position }
    case 'run-starting':
      return { ...goingOn(view), state: 'starting' }
    case 'run-started': {
      const nodes = Object.fromEntries(event.nodes.map((id) => [id, WAITING])) as RunView['nodes']
      const { firstChunk } = event
      const { resumedAt: _resumedAt, ...rest } = view
      return {
        ...rest,
        state: 'running',
        startedAt: event.at,
        firstChunk,
        finishedChunks: firstChunk,
        order: event.nodes,
        nodes,
        // What a run that goes on from a checkpoint had taken over behind it, it takes over once more.
        changes: view.changes.map((one) => (one.chunk < firstChunk ? one : { ...one, phase: 'queued' })),
        exchanges: view.exchanges.map((one) => (one.chunk < firstChunk ? one : queuedAgain(one))),
      }
    }
    case 'node-started':
      return withNode(view, event.node, { phase: 'working' })
    case 'node-finished':
      return withNode(view, event.node, { phase: 'finished', ms: event.ms, reused: event.reused, progress: 1 })
    case 'node-status': {
      const { text, progress, memoryBytes } = event
      return withNode(view, event.node, {
        ...(text !== undefined && { text }),
        ...(progress !== undefined && { progress }),
        ...(memoryBytes !== undefined && { memoryBytes }),
      })
    }
    case 'chunk-finished':
      return withChunk(view, event)
    case 'file-saved':
      return withFile(view, event)
    case 'param-queued':
    case 'param-applied':
      return withChange(view, event)
    case 'wire-queued':
      return withExchanged(joined(view, event), event)
    case 'wire-applied':
      return withExchanged(view, event)
    case 'run-paused':
      return { ...view, state: 'paused' }
    case 'run-resumed':
      return { ...view, state: 'running', resumedAt: event.at }
    case 'checkpoint-saved':
      // Taken when all chunks before it were out: who was not told of each of them learns it here.
      return { ...view, checkpoint: event.chunk, finishedChunks: Math.max(view.finishedChunks, event.chunk) }
    case 'run-finished':
      return { ...withoutCheckpoint(off(view)), state: 'finished', endedAt: event.at }
    case 'run-stopped':
      return { ...off(view), state: 'stopped', endedAt: event.at }
    case 'run-failed': {
      const { node, port, code, message } = event
      const failure = { code, message, ...(node !== undefined && { node }), ...(port !== undefined && { port }) }
      const failed: RunView = { ...off(view), state: 'failed', endedAt: event.at, failure }
      return node === undefined ? failed : withNode(failed, node, { phase: 'failed' })
    }
  }
}

/** Without what only a run has that waits or is over. */
function goingOn({ endedAt: _endedAt, failure: _failure, ...rest }: RunView): RunView {
  return off(rest)
}

/** Without its place in a queue. */
function off({ position: _position, ...rest }: RunView): RunView {
  return rest
}

/** Of a run that came to its end, from which nothing goes on. */
function withoutCheckpoint({ checkpoint: _checkpoint, ...rest }: RunView): RunView {
  return rest
}

const WAITING: NodeView = { phase: 'waiting', recent: [] }

function withNode(view: RunView, id: NodeId, change: Partial<NodeView>): RunView {
  return { ...view, nodes: { ...view.nodes, [id]: { ...(view.nodes[id] ?? WAITING), ...change } } }
}

type ExchangeView = RunView['exchanges'][number]
type Event<T extends StudioEvent['type']> = Extract<StudioEvent, { type: T }>

/** What comes out of a run is what the last node in line that reports chunks has finished. */
function withChunk(
  view: RunView,
  { node, chunk, at, frames, measurements, insight }: Event<'chunk-finished'>,
): RunView {
  const before = view.nodes[node]?.recent ?? []
  const recent = [...before, { chunk, at, frames, measurements }].slice(-RECENT_CHUNKS)
  const after = withNode(view, node, {
    recent,
    ...(insight !== undefined && { insight: insight as NodeView['insight'] }),
  })
  return node === lastReporter(after) ? { ...after, finishedChunks: chunk + 1 } : after
}

function lastReporter({ order, nodes }: RunView): NodeId | undefined {
  return order.findLast((id) => (nodes[id]?.recent.length ?? 0) > 0)
}

function queuedAgain({ conversion: _conversion, ...exchange }: ExchangeView): ExchangeView {
  return { ...exchange, phase: 'queued' }
}

function withFile(view: RunView, { node, path: name, finished }: Event<'file-saved'>): RunView {
  const known = view.files.some((file) => file.name === name)
  const file = { node, name, finished }
  return { ...view, files: known ? view.files.map((old) => (old.name === name ? file : old)) : [...view.files, file] }
}

function withChange(view: RunView, event: Event<'param-queued' | 'param-applied'>): RunView {
  const { node, param, value, chunk } = event
  const phase = event.type === 'param-queued' ? 'queued' : 'applied'
  const others = view.changes.filter((change) => change.node !== node || change.param !== param)
  return { ...view, changes: [...others, { node, param, value: value as z.core.util.JSONType, chunk, phase }] }
}

/**
 * Nodes that a run executes from now on come first in its order: what they make is read by those that work already. They have
 * the parameters that they come with; a change of them that was to hold up to then is met by nobody.
 */
function joined(view: RunView, { nodes, chunk }: Event<'wire-queued'>): RunView {
  const outlived = ({ node, phase, chunk: from }: RunView['changes'][number]): boolean =>
    phase === 'queued' && from <= chunk && nodes.includes(node)
  const fresh = nodes.filter((id) => !view.order.includes(id))
  const waiting = Object.fromEntries(fresh.map((id) => [id, view.nodes[id] ?? WAITING])) as RunView['nodes']
  const changes = view.changes.filter((change) => !outlived(change))
  return { ...view, order: [...fresh, ...view.order], nodes: { ...view.nodes, ...waiting }, changes }
}

function withExchanged(view: RunView, event: Event<'wire-queued' | 'wire-applied'>): RunView {
  const { node, input, from, chunk } = event
  const applied = event.type === 'wire-applied'
  const others = view.exchanges.filter((one) => {
    if (one.node !== node || one.input !== input) return true
    if (one.chunk === chunk) return false
    // One that still waits is overtaken by a later one that holds, and by a new one for an earlier chunk.
    return one.phase === 'applied' || (applied ? one.chunk > chunk : one.chunk < chunk)
  })
  const told = applied && event.conversion !== undefined ? { conversion: event.conversion } : {}
  const phase = applied ? 'applied' : 'queued'
  const exchanges = [...others, { node, input, from, chunk, phase, ...told } as const]
  return { ...view, exchanges: exchanges.slice(-RECENT_EXCHANGES) }
}
