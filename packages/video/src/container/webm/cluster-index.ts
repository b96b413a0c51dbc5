import type { Cluster } from './cluster.js'
import { master, unsigned } from './ebml.js'
import { TRACK } from './segment-header.js'

/** Beyond this many entries every second one is left out. A player that jumps goes on from the entry before: seconds, in a day's video. */
const MOST_ENTRIES = 4096

interface Entry {
  /** Milliseconds. */
  readonly time: number
  /** Bytes from the first cluster. */
  readonly position: number
}

/** Where the clusters of a video lie. Takes no more memory, and no more time at the end, however long the video. */
export class ClusterIndex {
  #entries: Entry[] = []
  /** Clusters for one entry. */
  #stride = 1
  #clusters = 0
  #bytes = 0

  add({ time, bytes }: Cluster): void {
    if (this.#clusters % this.#stride === 0) this.#entries.push({ time, position: this.#bytes })
    this.#clusters += 1
    this.#bytes += bytes.length
    if (this.#entries.length <= MOST_ENTRIES) return
    this.#entries = this.#entries.filter((_, at) => at % 2 === 0)
    this.#stride *= 2
  }

  /** The element `Cues`; `firstCluster` is where the first one lies, from the start of the segment's content. */
  cues(firstCluster: number): Buffer {
    return master(0x1c53bb6b, ...this.#entries.map((entry) => cuePoint(entry, firstCluster)))
  }
}

function cuePoint({ time, position }: Entry, firstCluster: number): Buffer {
  const place = master(0xb7, unsigned(0xf7, TRACK), unsigned(0xf1, firstCluster + position, 6))
  return master(0xbb, unsigned(0xb3, time, 6), place)
}
