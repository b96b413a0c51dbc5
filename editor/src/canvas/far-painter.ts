import type { WireBox } from '@frameloom/rete-plugin'
import type { Transform } from '../studio/canvas-face.js'
import { boxOf, type FarCard, type FarScene } from './far-scene.js'

/** The theme's colours and font, as CSS values. */
export interface FarLook {
  readonly card: string
  readonly edge: string
  readonly ink: string
  readonly font: string
  /** How much of a socket's colour is in a wire, in percent; the rest is black. */
  readonly wireShare: string
}

export const farLook = (style: CSSStyleDeclaration): FarLook => ({
  card: style.getPropertyValue('--raised'),
  edge: style.getPropertyValue('--line-strong'),
  ink: style.getPropertyValue('--ink'),
  font: style.getPropertyValue('--font'),
  wireShare: style.getPropertyValue('--wire-share'),
})

/** Pixels that a title wants, and pixels at zoom 1 that it gets at most. */
const TITLE = { wants: 12, most: 36 }
const PADDING = 14
const ROUND = 10

export interface FarPicture {
  /** Its canvas is in pixels of the screen. */
  readonly context: OffscreenCanvasRenderingContext2D
  readonly scene: FarScene
  /** What of the scene is seen. */
  readonly view: Transform
  readonly look: FarLook
}

export function paintFar({ context, scene, view, look }: FarPicture): void {
  const { width, height } = context.canvas
  const ratio = devicePixelRatio
  const { x, y, k } = view
  const seen = { left: -x / k, top: -y / k, right: (width / ratio - x) / k, bottom: (height / ratio - y) / k }
  const isSeen = (box: WireBox) =>
    box.left < seen.right && box.right > seen.left && box.top < seen.bottom && box.bottom > seen.top
  context.setTransform(ratio * k, 0, 0, ratio * k, ratio * x, ratio * y)
  context.globalAlpha = 0.85
  context.lineWidth = Math.max(2, 0.8 / k)
  let last = ''
  for (const { box, path, color } of scene.wires) {
    if (!isSeen(box)) continue
    if (color !== last) context.strokeStyle = `color-mix(in oklab, ${color} ${look.wireShare}, #000)`
    last = color
    context.stroke(path)
  }
  // In pixels of the page, and letters of a whole size: the browser then knows them from one picture to the next.
  context.setTransform(ratio, 0, 0, ratio, ratio * x, ratio * y)
  context.lineWidth = 1
  context.font = `600 ${Math.round(Math.min(TITLE.most * k, TITLE.wants))}px ${look.font}`
  context.textBaseline = 'middle'
  for (const card of scene.cards) if (isSeen(boxOf(card))) paintCard(card, { context, k, look })
}

interface CardPainting {
  readonly context: OffscreenCanvasRenderingContext2D
  /** Pixels of the page for one at zoom 1. */
  readonly k: number
  readonly look: FarLook
}

/** A plain sheet with a coloured head that holds the title; of a folded card only the head. */
function paintCard(card: FarCard, { context, k, look }: CardPainting): void {
  const { color, title, bypassed } = card
  const [x, y, width, height] = [card.x * k, card.y * k, card.width * k, card.height * k]
  const [padding, round] = [PADDING * k, ROUND * k]
  const band = Math.min(height, Math.min(TITLE.most * k, TITLE.wants) + 2 * padding)
  const strength = bypassed ? 0.5 : 1
  context.globalAlpha = strength
  context.fillStyle = look.card
  context.strokeStyle = look.edge
  context.beginPath()
  context.roundRect(x, y, width, height, round)
  context.fill()
  context.stroke()
  if (color !== undefined) {
    context.globalAlpha = 0.22 * strength
    context.fillStyle = color
    context.beginPath()
    context.roundRect(x, y, width, band, height > band ? [round, round, 0, 0] : round)
    context.fill()
  }
  context.globalAlpha = strength
  context.fillStyle = look.ink
  context.fillText(shortened(context, title, width - 2 * padding), x + padding, y + band / 2)
}

/** As much of a text as fits: by its mean letter, and then letter by letter. */
function shortened(context: OffscreenCanvasRenderingContext2D, text: string, width: number): string {
  const whole = context.measureText(text).width
  if (whole <= width) return text
  for (let letters = Math.floor((text.length * width) / whole); letters > 0; letters--) {
    const part = `${text.slice(0, letters).trimEnd()}…`
    if (context.measureText(part).width <= width) return part
  }
  return ''
}
