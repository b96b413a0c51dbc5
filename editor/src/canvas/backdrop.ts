/** Pixels between two dots, and their size. */
const GRID = { step: 24, dot: 1, edge: 1.2 } as const

/**
 * Draws the dots behind the graph on a canvas element that nothing shines through. A browser without a GPU puts the page together from
 * squares for every frame, and this picture is one of them; a background of the style sheet would be some twenty. It is handed over as a
 * whole, since such a browser copies a canvas that is drawn on for every frame. Returns how to stop.
 */
export function backdrop(container: HTMLElement): () => void {
  const sheet = document.createElement('canvas')
  sheet.className = 'backdrop'
  sheet.ariaHidden = 'true'
  container.prepend(sheet)
  const shown = sheet.getContext('bitmaprenderer', { alpha: false })

  function draw() {
    const { clientWidth, clientHeight } = container
    const ratio = devicePixelRatio
    const [width, height] = [Math.ceil(clientWidth * ratio), Math.ceil(clientHeight * ratio)]
    if (width * height === 0) return
    Object.assign(sheet.style, { width: `${width / ratio}px`, height: `${height / ratio}px` })
    const picture = new OffscreenCanvas(width, height)
    const context = picture.getContext('2d', { alpha: false })
    if (context === null) return
    const style = getComputedStyle(container)
    context.fillStyle = style.getPropertyValue('--bg')
    context.fillRect(0, 0, width, height)
    const dot = dotTile(style.getPropertyValue('--dots'), ratio)
    const dots = context.createPattern(dot, 'repeat')
    if (dots === null) return
    dots.setTransform(new DOMMatrix().scale((GRID.step * ratio) / dot.width))
    context.fillStyle = dots
    context.fillRect(0, 0, width, height)
    shown?.transferFromImageBitmap(picture.transferToImageBitmap())
  }

  const theme = new MutationObserver(draw)
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  const size = new ResizeObserver(draw)
  size.observe(container)
  return () => {
    theme.disconnect()
    size.disconnect()
    sheet.remove()
  }
}

/** One dot in the middle of one step, in pixels of the screen. */
function dotTile(color: string, ratio: number): OffscreenCanvas {
  const side = Math.round(GRID.step * ratio)
  const tile = new OffscreenCanvas(side, side)
  const context = tile.getContext('2d')
  if (context === null) return tile
  const [middle, unit] = [side / 2, side / GRID.step]
  const shade = context.createRadialGradient(middle, middle, GRID.dot * unit, middle, middle, GRID.edge * unit)
  shade.addColorStop(0, color)
  shade.addColorStop(1, 'transparent')
  context.fillStyle = shade
  context.fillRect(0, 0, side, side)
  return tile
}
