import type { AppendFile } from '../writer/append-file.js'
import { CLUSTER_PREFIX_BYTES, clusterPrefix } from './cluster.js'
import { length, master, unsigned } from './ebml.js'
import { TRACK } from './segment-header.js'

/** Index entries that are written together. */
const BATCH = 512

const CUES_ID = Buffer.from('1c53bb6b', 'hex')

/** Where a player that jumps to `time` finds its cluster; every entry has the same length. */
function entry(time: number, position: number): Buffer {
  return master(0xbb, unsigned(0xb3, time, 6), master(0xb7, unsigned(0xf7, TRACK), unsigned(0xf1, position, 6)))
}

/**
 * Appends the index (`Cues`) of the `count` clusters that begin at `firstCluster`. The clusters are read back from the
 * file, header by header, so that a recording of any length keeps no list of them.
 */
export async function appendIndex(
  file: AppendFile,
  { segmentStart, firstCluster, count }: { segmentStart: number; firstCluster: number; count: number },
): Promise<void> {
  await file.append(Buffer.concat([CUES_ID, length(count * entry(0, 0).length, 8)]))
  const prefix = Buffer.alloc(CLUSTER_PREFIX_BYTES)
  let position = firstCluster
  for (let done = 0; done < count; done += BATCH) {
    const entries: Buffer[] = []
    for (let index = done; index < Math.min(done + BATCH, count); index += 1) {
      await file.read(position, prefix)
      const { bytes, time } = clusterPrefix(prefix)
      entries.push(entry(time, position - segmentStart))
      position += bytes
    }
    await file.append(Buffer.concat(entries))
  }
}
