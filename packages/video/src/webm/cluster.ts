import type { EncodedFrame } from '../writer/container.js'
import { element, unsigned } from './ebml.js'
import { TRACK } from './segment-header.js'

/** Longest time between a cluster's first block and another of its blocks that 16 bits hold, in milliseconds. */
const LARGEST_OFFSET = 32_767

const CLUSTER_ID = 0x1f43b675
const TIMESTAMP_ID = 0xe7
const SIMPLE_BLOCK_ID = 0xa3

/** Identifier and length of a cluster, and its first child, the time: of one width in every cluster. */
const LENGTH_BYTES = 8
const CLUSTER_HEADER_BYTES = 4 + LENGTH_BYTES
const TIME_BYTES = 6
export const CLUSTER_PREFIX_BYTES = CLUSTER_HEADER_BYTES + 2 + TIME_BYTES

/** The pictures as clusters of known length: one, or several where the chunk lasts more than half a minute. */
export function clusters(frames: readonly EncodedFrame[], firstFrame: number, fps: number): Buffer[] {
  const time = (index: number) => Math.round(((firstFrame + index) * 1000) / fps)
  const made: Buffer[] = []
  for (let start = 0; start < frames.length;) {
    const opening = time(start)
    let end = start
    while (end < frames.length && time(end) - opening <= LARGEST_OFFSET) end += 1
    const blocks = frames.slice(start, end).map((frame, index) => simpleBlock(frame, time(start + index) - opening))
    const content = Buffer.concat([unsigned(TIMESTAMP_ID, opening, TIME_BYTES), ...blocks])
    made.push(element(CLUSTER_ID, content, LENGTH_BYTES))
    start = end
  }
  return made
}

/** Length in bytes of a whole cluster, and its time in milliseconds, from its first `CLUSTER_PREFIX_BYTES` bytes. */
export function clusterPrefix(prefix: Buffer): { readonly bytes: number; readonly time: number } {
  const contentBytes = prefix.readUIntBE(4 + LENGTH_BYTES - 6, 6)
  return {
    bytes: CLUSTER_HEADER_BYTES + contentBytes,
    time: prefix.readUIntBE(CLUSTER_PREFIX_BYTES - TIME_BYTES, TIME_BYTES),
  }
}

function simpleBlock({ data, isKey }: EncodedFrame, offset: number): Buffer {
  const head = Buffer.from([0x80 | TRACK, 0, 0, isKey ? 0x80 : 0])
  head.writeInt16BE(offset, 1)
  return element(SIMPLE_BLOCK_ID, Buffer.concat([head, data]))
}
