import type { WireBox } from '@frameloom/rete-plugin'
import type { Size } from '../graph/arrange.js'
import type { Point } from '../graph/edits.js'

export interface Transform extends Point {
  /** Zoom. */
  readonly k: number
}

/** What the rest of the studio may ask of the canvas. */
export interface CanvasFace {
  readonly element: HTMLElement
  readonly transform: () => Transform
  /** What of the canvas is seen, in pixels at zoom 1. */
  readonly seen: () => WireBox
  /** Is the graph seen from so far that nobody can read a card? */
  readonly isFar: () => boolean
  readonly sizeOf: (node: string) => Size
  /** The point of the canvas under a point of the window. */
  readonly toCanvas: (client: Point) => Point
  /** The point of the canvas in the middle of what is seen. */
  readonly middle: () => Point
  /** Shows these nodes, or all, as large as they fit. */
  readonly fit: (nodes?: Iterable<string>) => void
  readonly zoomBy: (factor: number) => void
  readonly zoomTo: (zoom: number) => void
  readonly moveTo: (transform: Transform) => void
  /** Moves the view to a node where it is not seen, and focuses it. */
  readonly reveal: (node: string) => void
  /**
   * Leads a wire through one more reroute point, there or in the middle of its longest stretch. Returns its id; nothing where the
   * wire has as many as it may.
   */
  readonly addPoint: (wire: string, place?: Point) => string | undefined
  /** Resolves when the canvas shows the document as it is now. */
  readonly shown: () => Promise<void>
  /** The view shows what it shall: cards in it are opened at once, from now on those that come near are. */
  readonly openSeen: () => void
  /** Calls back after every move of the view. */
  readonly onMove: (listener: () => void) => () => void
  /** The canvas has another size. */
  readonly resized: () => void
  readonly destroy: () => void
}
