import { slot, type FrameSpan } from '../frame.js'
import { closeUp, withChunk } from './make-room.js'
import { memoryStreams, memropeProblems, type MemropeOptions } from './memrope-options.js'
import { refuseProblems } from './option-problems.js'
import { partition, type Held, type MemoryContent } from './partition.js'
import type { CacheLayout, CachePlan, CacheStrategy, FoldRate, MemoryStream, SlotOp } from './strategy.js'

const WHOLE: FoldRate = { kind: 'uniform', rate: 1 }

/**
 * MemRoPE (arXiv 2603.12513): [sinks | long-term memory | short-term memory | recent window | chunk]. Frames that leave the
 * recent window are averaged into the memory slots, which open when the cache first overflows.
 *
 * Of another strategy's layout it keeps the memory slots of its own streams and forgets others, takes the oldest frames in
 * front of them as sinks (fewer than asked for when memory slots come first) and the unbroken run up to the newest frame
 * as recent. Memory that is missing starts from what is evicted next.
 * @throws CacheError `invalid-parameter` with every wrong option
 */
export function memrope(options: MemropeOptions): CacheStrategy {
  refuseProblems('memrope', memropeProblems(options))
  const { longRate, shortRate } = options
  const sizes = { capacity: options.cacheFrames, sinkFrames: options.sinkFrames }
  const { init = 'first-evicted', underMemory = 'fold', precision = 'f32', adaptiveShortRate = false } = options
  const pooling = adaptiveShortRate ? 'token' : (options.pooling ?? 'frame')
  const streams = memoryStreams(options.streams)
  const rates: Readonly<Record<MemoryStream, FoldRate>> = {
    'long-term': { kind: 'uniform', rate: longRate },
    'short-term': adaptiveShortRate
      ? { kind: 'by-motion', least: 0.1 * shortRate, most: 5 * shortRate }
      : { kind: 'uniform', rate: shortRate },
  }

  return { name: 'memrope', capacity: sizes.capacity, folds: streams.length > 0, admit }

  function admit(layout: CacheLayout, chunk: FrameSpan): CachePlan {
    const { sinks, memories: found, recents } = partition(layout, sizes.sinkFrames)
    const memories = found.filter(({ content }) => streams.includes(content.stream))
    const head = [...sinks, ...memories]
    const room = sizes.capacity - chunk.length - head.length
    if (recents.length <= room) {
      const held = [...head, ...recents]
      return withChunk({ kept: held.map(({ content }) => content), makeRoom: closeUp(held, 0) }, chunk, sizes)
    }
    const opening = streams.filter((stream) => !memories.some(({ content }) => content.stream === stream))
    const leaving = recents.length - room + opening.length
    const folded = recents.slice(underMemory === 'drop' ? opening.length : 0, leaving).map(({ slot: from }) => from)
    const staying = recents.slice(leaving)
    const opened = opening.map((stream, i) => emptyMemory(stream, head.length + i))
    const remembered = [...memories, ...opened].map(({ content }) => ({
      ...content,
      framesFolded: content.framesFolded + folded.length,
    }))
    return withChunk(
      {
        kept: [...sinks.map(({ content }) => content), ...remembered, ...staying.map(({ content }) => content)],
        makeRoom: [
          ...memories.map((memory) => fold(memory, folded, rates[memory.content.stream])),
          ...closeUp(head, 0),
          ...openMemories(opened, folded),
          ...closeUp(staying, head.length + opened.length),
        ],
      },
      chunk,
      sizes,
    )
  }

  /** Opened slots may lie among the folded ones; then the mean is taken once, into the last of these, where none opens. */
  function openMemories(opened: readonly Held<MemoryContent>[], folded: readonly Held['slot'][]): SlotOp[] {
    const pool = folded.at(-1)
    const pooled = pool !== undefined && opened.length > 1 && opened.some(({ slot: into }) => folded.includes(into))
    const from = pooled ? [pool] : folded
    const folds = opened.map((memory) => {
      return fold(memory, from, init === 'first-evicted' ? WHOLE : rates[memory.content.stream])
    })
    return pooled ? [foldOp({ from: folded, into: pool, rate: WHOLE, fresh: true }), ...folds] : folds
  }

  function fold({ slot: into, content }: Held<MemoryContent>, from: readonly Held['slot'][], rate: FoldRate): SlotOp {
    return foldOp({ from, into, rate, fresh: content.framesFolded === 0 })
  }

  function foldOp(fold: Pick<Extract<SlotOp, { op: 'fold' }>, 'from' | 'into' | 'rate' | 'fresh'>): SlotOp {
    return { op: 'fold', ...fold, pooling, precision }
  }
}

function emptyMemory(stream: MemoryStream, index: number): Held<MemoryContent> {
  return { slot: slot(index), content: { kind: 'memory', stream, framesFolded: 0 } }
}
