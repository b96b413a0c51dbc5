import type { GraphDocument } from '@frameloom/graph'
import type { FrameHeader, RunView } from '@frameloom/protocol'
import type { GraphStore } from '../graph/graph-store.js'
import type { FrameScreen } from '../run/frame-screen.js'
import type { RunChannel } from '../run/run-channel.js'
import { latentFrameOf, MemoryPictures } from './memory-pictures.js'
import { memoryOf } from './memory-of.js'
import { thumbnailOf } from './thumbnail.js'

/** Small pictures of what is in the caches of the run that this page watches, by the node that reports on a cache. */
export class MemoryAlbum {
  readonly #pictures = new Map<string, MemoryPictures>()
  readonly #listeners = new Set<() => void>()
  readonly #graph: GraphStore
  #view: RunView | undefined

  constructor({ graph, run, screen }: { graph: GraphStore; run: RunChannel; screen: FrameScreen }) {
    this.#graph = graph
    run.store.subscribe(({ view }) => this.#follow(view))
    screen.listen((header, bitmap) => this.#take(header, bitmap))
  }

  of(reader: string): MemoryPictures | undefined {
    return this.#pictures.get(reader)
  }

  /** `changed` is called when a picture was added. Returns how to stop that. */
  listen(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  #follow(view: RunView | undefined): void {
    if (view === this.#view) return
    if (view?.run !== this.#view?.run) this.#pictures.clear()
    this.#view = view
    for (const reader of view?.order ?? []) {
      const report = memoryOf(view, reader)
      if (report === undefined) continue
      const pictures = this.#pictures.get(reader) ?? new MemoryPictures()
      this.#pictures.set(reader, pictures)
      pictures.follow(report)
    }
  }

  /** A picture belongs to every cache that its node gets its pictures from. */
  #take(header: FrameHeader, bitmap: ImageBitmap): void {
    const sources = upstream(this.#graph.document, header.node)
    for (const [reader, pictures] of this.#pictures) {
      const frames = memoryOf(this.#view, reader)?.chunkFrames
      const perChunk = this.#picturesOf(header)
      if (!sources.has(reader) || frames === undefined || perChunk === undefined) continue
      const frame = latentFrameOf(header, { pictures: perChunk, frames })
      if (!pictures.wants(frame)) continue
      const picture = thumbnailOf(bitmap)
      if (picture === undefined) continue
      pictures.add(frame, picture)
      for (const changed of this.#listeners) changed()
    }
  }

  /** Pictures that its chunk has: the most that a node has finished of it. */
  #picturesOf({ chunk }: FrameHeader): number | undefined {
    const counts = Object.values(this.#view?.nodes ?? {}).flatMap(({ recent }) =>
      recent.filter((one) => one.chunk === chunk).map(({ frames }) => frames),
    )
    return counts.length === 0 ? undefined : Math.max(...counts)
  }
}

/** All nodes that reach `id` by wires. */
function upstream({ wires }: Pick<GraphDocument, 'wires'>, id: string): ReadonlySet<string> {
  const found = new Set([id])
  for (const node of found) for (const { from, to } of wires) if (to.node === node) found.add(from.node)
  return found
}
