import type { WireBox } from '@frameloom/rete-plugin'
import type { Transform } from '../studio/canvas-face.js'
import { contains } from './viewport.js'

/** A canvas element in the world that shows a part of it as it was painted. */
export interface FarSheet {
  readonly element: HTMLCanvasElement
  readonly shown: ImageBitmapRenderingContext | null
  /** What of the canvas it shows, and for which zoom it was painted. */
  painted?: (WireBox & { readonly k: number }) | undefined
}

export function farSheet(): FarSheet {
  const element = document.createElement('canvas')
  element.className = 'far-sheet'
  element.ariaHidden = 'true'
  element.hidden = true
  // Handed over as a whole: a browser without a GPU copies a canvas that is drawn on for every frame.
  return { element, shown: element.getContext('bitmaprenderer') }
}

export function clear(sheet: FarSheet): void {
  sheet.painted = undefined
  if (!sheet.element.hidden) sheet.element.hidden = true
}

export interface FarPainting {
  readonly part: WireBox
  /** The view at the zoom for which the part is painted. */
  readonly view: Transform
  /** Draws on a canvas in pixels of the screen what is seen in this view. */
  readonly paint: (context: OffscreenCanvasRenderingContext2D, view: Transform) => void
}

export function paintOn(sheet: FarSheet, { part, view: { x, y, k }, paint }: FarPainting): void {
  sheet.painted = { ...part, k }
  // In whole pixels of the page, so that the sheet is shown as it was painted.
  const [left, top] = [Math.floor(part.left * k + x), Math.floor(part.top * k + y)]
  const [width, height] = [Math.ceil(part.right * k + x) - left, Math.ceil(part.bottom * k + y) - top]
  const [across, down] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)]
  const context = across * down > 0 ? new OffscreenCanvas(across, down).getContext('2d') : null
  sheet.element.hidden = context === null
  if (context === null) return
  const transform = `translate(${(left - x) / k}px, ${(top - y) / k}px) scale(${1 / k})`
  Object.assign(sheet.element.style, { width: `${width}px`, height: `${height}px`, transform })
  paint(context, { x: x - left, y: y - top, k })
  sheet.shown?.transferFromImageBitmap(context.canvas.transferToImageBitmap())
}

export const shows = ({ painted }: FarSheet, part: WireBox): boolean => painted !== undefined && contains(painted, part)

/** How much it is stretched at a zoom; no number where nothing is painted on it. */
export const stretchOf = ({ painted }: FarSheet, k: number): number => (painted === undefined ? NaN : k / painted.k)
