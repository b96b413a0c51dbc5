import type { FrameHeader } from '@frameloom/protocol'
import { createStore, type StoreApi } from 'zustand/vanilla'

interface Picture {
  readonly bitmap: ImageBitmap
  readonly header: FrameHeader
  readonly drawn: () => void
}

/** A picture that was shown, as it came. */
export interface PastPicture {
  readonly jpeg: Blob
  readonly chunk: number
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Pictures kept of each node: ten seconds of playback. */
export const KEPT = 160

/** Told of every picture that arrives; the bitmap is open until it returns. */
export type PictureListener = (header: FrameHeader, bitmap: ImageBitmap) => void

/** Width over height of what each node shows; a node is in it from its first picture on. */
export type Aspects = ReadonlyMap<string, number>

/**
 * Draws pictures as they arrive, on every canvas attached to their node, at most one per display frame and the newest
 * only. React hears of a node once, when its first picture arrives, and never again.
 */
export class FrameScreen {
  readonly aspects: StoreApi<{ readonly of: Aspects }> = createStore(() => ({ of: new Map() }))
  /** The nodes whose pictures, or the place for them, can be seen on the canvas. */
  readonly seen: StoreApi<{ readonly nodes: ReadonlySet<string> }> = createStore(() => ({ nodes: new Set() }))
  readonly #canvases = new Map<string, Set<HTMLCanvasElement>>()
  readonly #next = new Map<string, Picture>()
  readonly #last = new Map<string, ImageBitmap>()
  readonly #past = new Map<string, PastPicture[]>()
  readonly #listeners = new Set<PictureListener>()
  #scheduled = false
  #cleared = 0

  /** From now on pictures of `node` are drawn on `canvas`; the last one at once. Returns how to stop that. */
  attach(node: string, canvas: HTMLCanvasElement): () => void {
    const canvases = this.#canvases.get(node) ?? new Set()
    this.#canvases.set(node, canvases.add(canvas))
    const last = this.#last.get(node)
    if (last !== undefined) draw(canvas, last)
    return () => canvases.delete(canvas)
  }

  /** The place for the pictures of a node has come into view, or left it. */
  see(node: string, isSeen: boolean): void {
    const { nodes } = this.seen.getState()
    if (nodes.has(node) === isSeen) return
    this.seen.setState({ nodes: isSeen ? new Set([...nodes, node]) : new Set([...nodes].filter((id) => id !== node)) })
  }

  /** Takes a JPEG; `drawn` is called when it is on the screen or was overtaken, so that the next one is sent. */
  async show({ header, jpeg, drawn }: { header: FrameHeader; jpeg: BlobPart; drawn: () => void }): Promise<void> {
    const blob = new Blob([jpeg], { type: 'image/jpeg' })
    const cleared = this.#cleared
    const bitmap = await createImageBitmap(blob).catch(() => undefined)
    // One of a run that is not shown any more.
    if (bitmap === undefined || cleared !== this.#cleared) {
      bitmap?.close()
      drawn()
      return
    }
    this.#keep(header, blob)
    for (const listener of this.#listeners) listener(header, bitmap)
    const overtaken = this.#next.get(header.node)
    overtaken?.bitmap.close()
    overtaken?.drawn()
    this.#next.set(header.node, { bitmap, header, drawn })
    if (!this.#scheduled) {
      this.#scheduled = true
      requestAnimationFrame(() => this.#drawAll())
    }
  }

  listen(listener: PictureListener): void {
    this.#listeners.add(listener)
  }

  /** The last pictures of a node, the newest last. */
  past(node: string): readonly PastPicture[] {
    return [...(this.#past.get(node) ?? [])]
  }

  /** How many `past` has; at most `KEPT`. */
  pastCount(node: string): number {
    return this.#past.get(node)?.length ?? 0
  }

  /** Forgets all pictures, for another run. */
  clear(): void {
    this.#cleared++
    for (const { bitmap, drawn } of this.#next.values()) {
      bitmap.close()
      drawn()
    }
    for (const bitmap of this.#last.values()) bitmap.close()
    this.#next.clear()
    this.#last.clear()
    this.#past.clear()
    this.aspects.setState({ of: new Map() })
  }

  #keep({ node, chunk, at }: FrameHeader, jpeg: Blob): void {
    const past = this.#past.get(node) ?? []
    this.#past.set(node, past)
    past.push({ jpeg, chunk, at })
    if (past.length > KEPT) past.shift()
  }

  #drawAll(): void {
    this.#scheduled = false
    for (const [node, { bitmap, drawn }] of this.#next) {
      for (const canvas of this.#canvases.get(node) ?? []) draw(canvas, bitmap)
      this.#last.get(node)?.close()
      this.#last.set(node, bitmap)
      this.#noteAspect(node, bitmap.width / bitmap.height)
      drawn()
    }
    this.#next.clear()
  }

  #noteAspect(node: string, aspect: number): void {
    const { of } = this.aspects.getState()
    if (of.get(node) !== aspect) this.aspects.setState({ of: new Map(of).set(node, aspect) })
  }
}

function draw(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    canvas.width = bitmap.width
    canvas.height = bitmap.height
  }
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
}
