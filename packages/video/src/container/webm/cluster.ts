import type { EncodedFrame } from '../container.js'
import { element, unsigned } from './ebml.js'
import { TRACK } from './segment-header.js'

/** Longest time between a cluster's first block and another of its blocks that 16 bits hold, in milliseconds. */
const LARGEST_OFFSET = 32_767

const CLUSTER_ID = 0x1f43b675
const TIMESTAMP_ID = 0xe7
const SIMPLE_BLOCK_ID = 0xa3

/** Of one width in every cluster. */
const LENGTH_BYTES = 8
const TIME_BYTES = 6

export interface Cluster {
  /** Of its first picture, in milliseconds. */
  readonly time: number
  readonly bytes: Buffer
}

/** The pictures as clusters of known length: one, or several where the chunk lasts more than half a minute. */
export function clusters(frames: readonly EncodedFrame[], firstFrame: number, fps: number): Cluster[] {
  const time = (index: number) => Math.round(((firstFrame + index) * 1000) / fps)
  const made: Cluster[] = []
  for (let start = 0; start < frames.length;) {
    const opening = time(start)
    let end = start
    while (end < frames.length && time(end) - opening <= LARGEST_OFFSET) end += 1
    const blocks = frames.slice(start, end).map((frame, index) => simpleBlock(frame, time(start + index) - opening))
    const content = Buffer.concat([unsigned(TIMESTAMP_ID, opening, TIME_BYTES), ...blocks])
    made.push({ time: opening, bytes: element(CLUSTER_ID, content, LENGTH_BYTES) })
    start = end
  }
  return made
}

function simpleBlock({ data, isKey }: EncodedFrame, offset: number): Buffer {
  const head = Buffer.from([0x80 | TRACK, 0, 0, isKey ? 0x80 : 0])
  head.writeInt16BE(offset, 1)
  return element(SIMPLE_BLOCK_ID, Buffer.concat([head, data]))
}
