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
  const cards = scene.cards.filter((card) => isSeen(boxOf(card)))
  const letters = Math.round(Math.min(TITLE.most * k, TITLE.wants))
  const head = Math.min(TITLE.most, TITLE.wants / k) + 2 * PADDING

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
  context.lineWidth = 1 / k
  for (const card of cards) paintCard(card, { context, look, head })
  // In pixels of the page and of a whole size, so that the browser knows the letters from one picture to the next.
  context.setTransform(ratio, 0, 0, ratio, ratio * x, ratio * y)
  context.font = `600 ${letters}px ${look.font}`
  context.textBaseline = 'middle'
  context.fillStyle = look.ink
  for (const card of cards) {
    const band = Math.min(card.height, head)
    context.globalAlpha = strength(card)
    const title = shortened(context, card.title, (card.width - 2 * PADDING) * k)
    context.fillText(title, (card.x + PADDING) * k, (card.y + band / 2) * k)
  }
}

const strength = ({ bypassed }: FarCard): number => (bypassed ? 0.5 : 1)

interface CardPainting {
  readonly context: OffscreenCanvasRenderingContext2D
  readonly look: FarLook
  /** Height of a card's head. */
  readonly head: number
}

/** A plain sheet with a coloured head; of a folded card only the head. */
function paintCard(card: FarCard, { context, look, head }: CardPainting): void {
  const { x, y, width, height, color } = card
  const band = Math.min(height, head)
  context.globalAlpha = strength(card)
  context.fillStyle = look.card
  context.strokeStyle = look.edge
  context.beginPath()
  context.roundRect(x, y, width, height, ROUND)
  context.fill()
  context.stroke()
  if (color === undefined) return
  context.globalAlpha = 0.22 * strength(card)
  context.fillStyle = color
  context.beginPath()
  context.roundRect(x, y, width, band, height > band ? [ROUND, ROUND, 0, 0] : ROUND)
  context.fill()
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
