import type { Transform } from '../studio/canvas-face.js'
import type { FarCard, FarScene } from './far-scene.js'

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

/** Pixels of the screen that a title wants, and pixels at zoom 1 that it gets at most. */
const TITLE = { screen: 12, most: 36 }
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
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, width, height)
  context.setTransform(ratio * k, 0, 0, ratio * k, ratio * x, ratio * y)
  const seen = { left: -x / k, top: -y / k, right: width / ratio / k - x / k, bottom: height / ratio / k - y / k }

  context.globalAlpha = 0.85
  context.lineWidth = Math.max(2, 0.8 / k)
  for (const { path, color } of scene.wires) {
    context.strokeStyle = `color-mix(in oklab, ${color} ${look.wireShare}, #000)`
    context.stroke(path)
  }
  const letters = Math.min(TITLE.most, TITLE.screen / k)
  context.font = `600 ${letters}px ${look.font}`
  context.textBaseline = 'middle'
  context.lineWidth = 1 / k
  for (const card of scene.cards) {
    const inside =
      card.x < seen.right && card.x + card.width > seen.left && card.y < seen.bottom && card.y + card.height > seen.top
    if (inside) paintCard(card, { context, look, head: letters + 2 * PADDING })
  }
}

interface CardPainting {
  readonly context: OffscreenCanvasRenderingContext2D
  readonly look: FarLook
  /** Height of a card's head. */
  readonly head: number
}

/** A plain sheet with a coloured head that holds the title; of a folded card only the head. */
function paintCard(card: FarCard, { context, look, head }: CardPainting): void {
  const { x, y, width, height, title, color, bypassed } = card
  const strength = bypassed ? 0.5 : 1
  const band = Math.min(height, head)
  context.globalAlpha = strength
  context.fillStyle = look.card
  context.strokeStyle = look.edge
  context.beginPath()
  context.roundRect(x, y, width, height, ROUND)
  context.fill()
  context.stroke()
  if (color !== undefined) {
    context.globalAlpha = 0.22 * strength
    context.fillStyle = color
    context.beginPath()
    context.roundRect(x, y, width, band, height > band ? [ROUND, ROUND, 0, 0] : ROUND)
    context.fill()
  }
  context.globalAlpha = strength
  context.fillStyle = look.ink
  context.fillText(shortened(context, title, width - 2 * PADDING), x + PADDING, y + band / 2)
}

/** As much of a text as fits, by its mean letter. */
function shortened(context: OffscreenCanvasRenderingContext2D, text: string, width: number): string {
  const whole = context.measureText(text).width
  if (whole <= width) return text
  const letters = Math.floor((text.length * width) / whole) - 1
  return letters < 1 ? '' : `${text.slice(0, letters).trimEnd()}…`
}
