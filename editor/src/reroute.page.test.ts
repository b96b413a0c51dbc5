import { describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { freshPage } from './testing/fresh-page.js'
import { dot, drag } from './testing/page.js'

const chromium = sharedChromium()

describe.skipIf(chromium === undefined)('reroute points on the page', () => {
  const open = freshPage(chromium)

  const press = (keys: string) => open.page.keyboard.press(keys)
  const points = () => open.page.locator('.fl-point')
  const wires = () => open.page.locator('.fl-wire-line')
  const { stored } = open
  const storedPoints = () => stored()?.wires.flatMap(({ points: list = [] }) => list) ?? []
  const status = () => open.page.locator('main > [role="status"]')
  const shift = (from = { x: 0, y: 0 }, to = { x: 0, y: 0 }) => [to.x - from.x, to.y - from.y]

  /** The middle of what the page draws, in pixels of the window. */
  async function middle(locator: ReturnType<typeof points>) {
    const box = await locator.boundingBox()
    if (box === null) throw new Error('The page does not show it.')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  /** A place on the wire from the sampler to the decoder, where no card lies. */
  async function onWire() {
    const from = await dot(open.page, 'sampler output latents')
    const to = await dot(open.page, 'decoder input latents')
    return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
  }

  async function addByDoubleClick() {
    const { x, y } = await onWire()
    await open.page.mouse.dblclick(x, y)
    await expect.poll(() => points().count()).toBe(1)
    return { x, y }
  }

  /** How far the wire with points is drawn from a place, in pixels of the window. */
  const distanceOfWire = async (place: { x: number; y: number }) =>
    open.page
      .locator('.fl-wire:has(.fl-point) .fl-wire-line')
      .first()
      .evaluate((line: SVGPathElement, { x, y }) => {
        const matrix = line.getScreenCTM()
        if (matrix === null) return Infinity
        const length = line.getTotalLength()
        const distances = Array.from({ length: 401 }, (_, i) => {
          const at = line.getPointAtLength((length * i) / 400)
          const shown = new DOMPoint(at.x, at.y).matrixTransform(matrix)
          return Math.hypot(shown.x - x, shown.y - y)
        })
        return Math.min(...distances)
      }, place)

  test('a double click on a wire adds one there, a drag leads the wire through it, and both are one step each', async () => {
    const { x, y } = await addByDoubleClick()
    const added = await middle(points().first())
    expect(Math.hypot(added.x - x, added.y - y)).toBeLessThan(2)
    await drag(open.page, added, { x: added.x + 20, y: added.y + 150 })
    const moved = await middle(points().first())
    expect(moved.y).toBeGreaterThan(added.y + 130)
    expect(await distanceOfWire(moved)).toBeLessThan(2)
    // What is saved between the double click and the drop is not on the grid yet.
    await expect.poll(() => storedPoints().map((point) => [point.x % 12, point.y % 12].map(Math.abs))).toEqual([[0, 0]])
    expect(await wires().count()).toBe(11)

    await press('Control+z')
    await expect.poll(async () => (await middle(points().first())).y).toBeCloseTo(added.y, 0)
    await press('Control+z')
    await expect.poll(() => points().count()).toBe(0)
    await expect.poll(() => open.page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true)
    await press('Control+Shift+Z')
    await press('Control+Shift+Z')
    await expect.poll(async () => (await middle(points().first())).y).toBeCloseTo(moved.y, 0)
  })

  test('is there after a reload, and Delete removes it and leaves the wire whole', async () => {
    await addByDoubleClick()
    await drag(open.page, await middle(points().first()), { x: 1200, y: 700 })
    await expect.poll(() => storedPoints().length).toBe(1)
    await open.page.locator('.top-bar').getByText('Saved', { exact: true }).waitFor()
    const before = storedPoints()
    await open.page.waitForURL(/#document=/)
    await open.page.reload()
    await open.page.locator('.stage[data-ready]').waitFor()
    await expect.poll(() => points().count()).toBe(1)
    const { x, y } = await middle(points().first())
    await open.page.mouse.click(x, y)
    await expect.poll(() => status().textContent()).toContain('Reroute point 1 at')
    expect(storedPoints()).toEqual(before)
    await press('Delete')
    await expect.poll(() => points().count()).toBe(0)
    expect(await wires().count()).toBe(11)
    await expect.poll(() => storedPoints()).toEqual([])
    await press('Control+z')
    await expect.poll(() => points().count()).toBe(1)
  })

  test('Alt and a drag adds one and holds it, in one step', async () => {
    const from = await onWire()
    await open.page.keyboard.down('Alt')
    await drag(open.page, from, { x: from.x, y: from.y + 120 })
    await open.page.keyboard.up('Alt')
    await expect.poll(() => points().count()).toBe(1)
    expect((await middle(points().first())).y).toBeGreaterThan(from.y + 100)
    await press('Control+z')
    await expect.poll(() => points().count()).toBe(0)
  })

  test('is selected by a rectangle and goes along with the selection, in one step', async () => {
    await addByDoubleClick()
    await press('Escape')
    await drag(open.page, { x: 400, y: 870 }, { x: 1590, y: 60 })
    await expect.poll(() => open.page.locator('.fl-point[data-selected]').count()).toBe(1)
    const before = await middle(points().first())
    const title = open.page.locator('[data-card="sampler"] .card-name')
    const card = await middle(title)
    await drag(open.page, card, { x: card.x + 48, y: card.y + 60 })
    const after = await middle(points().first())
    const cardAfter = await middle(title)
    expect(after.x - before.x).toBeCloseTo(cardAfter.x - card.x, 0)
    expect(after.y - before.y).toBeCloseTo(cardAfter.y - card.y, 0)
    expect(after.y - before.y).toBeGreaterThan(30)
    await drag(open.page, after, { x: after.x, y: after.y + 60 })
    expect((await middle(title)).y).toBeGreaterThan(cardAfter.y + 30)
    await press('Control+z')
    await press('Control+z')
    await expect.poll(async () => (await middle(title)).y).toBeCloseTo(card.y, 0)
    await expect.poll(async () => (await middle(points().first())).y).toBeCloseTo(before.y, 0)
  })

  test('is added, moved and removed by keyboard alone', async () => {
    await open.page.locator('[data-card="decoder"]').focus()
    await press('w')
    await expect
      .poll(() => status().textContent())
      .toContain('Wire from Model Loader, decoder to Frame Decoder, decoder')
    await press('w')
    await expect.poll(() => status().textContent()).toContain('Wire from Frame Sampler, latents')
    await press('r')
    await press('Shift+ArrowDown')
    await expect.poll(() => points().count()).toBe(1)
    const first = await middle(points().first())
    await press('Shift+ArrowDown')
    await expect.poll(async () => (await middle(points().first())).y).toBeGreaterThan(first.y)
    await press('r')
    await expect.poll(() => points().count()).toBe(2)
    await press('Shift+R')
    await expect.poll(() => status().textContent()).toMatch(/^Reroute point \d at/)
    await press('Delete')
    await expect.poll(() => points().count()).toBe(1)
    expect(await wires().count()).toBe(11)
  })

  test('is copied with its wire, and an arrangement drops it in the same step', async () => {
    await addByDoubleClick()
    await press('Control+a')
    await press('Control+d')
    await expect.poll(() => points().count()).toBe(2)
    await expect.poll(() => storedPoints().length).toBe(2)
    const [one, two] = storedPoints()
    const nodes = stored()?.nodes ?? []
    const sampler = nodes.find(({ id }) => id === 'sampler')
    const copy = nodes.find(({ id, type }) => id !== 'sampler' && type === sampler?.type)
    expect(shift(one, two)).toEqual(shift(sampler?.position, copy?.position))
    expect(shift(one, two)[0]).toBeGreaterThan(0)
    await press('Control+Shift+F')
    await expect.poll(() => points().count()).toBe(0)
    await press('Control+z')
    await expect.poll(() => points().count()).toBe(2)
  })

  test('stands in the outline, by numbers', async () => {
    await open.page.getByRole('navigation').getByRole('button', { name: 'Outline' }).click()
    await open.page.locator('.outline summary', { hasText: 'Frame Decoder' }).click()
    await open.page.getByRole('button', { name: 'Add a reroute point to the wire into latents' }).click()
    const y = open.page.getByLabel('y of Reroute point 1')
    await y.fill('600')
    await expect.poll(() => storedPoints().map((point) => point.y)).toEqual([600])
    await open.page.getByRole('button', { name: 'Remove Reroute point 1' }).click()
    await expect.poll(() => points().count()).toBe(0)
  })

  test('is shown by fit, and its wire still ends at the card when that is folded', async () => {
    await addByDoubleClick()
    const start = await middle(points().first())
    await drag(open.page, start, { x: start.x, y: 890 })
    for (let step = 0; step < 20; step++) await press('Shift+ArrowDown')
    const stage = await open.page.locator('.stage').boundingBox()
    const floor = (stage?.y ?? 0) + (stage?.height ?? 0)
    expect((await middle(points().first())).y).toBeGreaterThan(floor)
    await press('.')
    await expect.poll(async () => (await middle(points().first())).y).toBeLessThan(floor)
    await open.page.locator('[data-card="decoder"] .card-name').click()
    await press('Alt+c')
    await open.page.locator('[data-card="decoder"][data-collapsed]').waitFor()
    const card = await open.page.locator('[data-card="decoder"]').boundingBox()
    if (card === null) throw new Error('The page shows no decoder.')
    await expect.poll(() => distanceOfWire({ x: card.x, y: card.y + card.height / 2 })).toBeLessThan(4)
    expect(await distanceOfWire(await middle(points().first()))).toBeLessThan(2)
  })

  test('a frame takes the points inside along', async () => {
    await addByDoubleClick()
    await press('Control+a')
    await press('Control+g')
    await press('.')
    const before = await middle(points().first())
    const bar = await middle(open.page.locator('.frame-bar h3'))
    await drag(open.page, bar, { x: bar.x + 30, y: bar.y + 40 })
    await expect.poll(async () => (await middle(points().first())).y).toBeGreaterThan(before.y + 20)
    expect(open.errors).toEqual([])
  })
})
