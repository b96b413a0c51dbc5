import { graphDocument } from '@frameloom/graph'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { dot, drag, openPage, type OpenPage } from './testing/page.js'
import { pipeline } from './testing/pipeline.js'

const chromium = sharedChromium()
const COPIES = 16

/** The pipeline 16 times in a grid; the last sampler takes its model from the second copy's loader. */
const many = (() => {
  const copies = Array.from({ length: COPIES }, (_, copy) => copy)
  const nodes = copies.flatMap((copy) =>
    pipeline.nodes.map((node) => {
      const { x = 0, y = 0 } = node.position ?? {}
      const position = { x: x + (copy % 4) * 1800, y: y + Math.floor(copy / 4) * 1100 }
      return { ...node, id: `${node.id}-${copy}`, position }
    }),
  )
  const wires = copies.flatMap((copy) =>
    pipeline.wires.map(({ from, to }) => {
      const isFar = copy === COPIES - 1 && to.node === 'sampler' && to.port === 'model'
      return {
        from: { ...from, node: `${from.node}-${isFar ? 1 : copy}` },
        to: { ...to, node: `${to.node}-${copy}` },
      }
    }),
  )
  return graphDocument.parse({ ...pipeline, id: 'many', nodes, wires })
})()

describe.skipIf(chromium === undefined)('many nodes on the page', () => {
  let open: OpenPage
  beforeAll(async () => {
    open = await openPage(chromium ?? '', { templates: [many] })
  })
  afterAll(async () => open[Symbol.asyncDispose]())
  beforeEach(async () => {
    await open.page.goto('about:blank')
    await open.page.goto(`${open.stage.url}/#template=many`)
    await open.page.locator('.stage[data-ready]').waitFor()
    await open.page.locator('.stage').focus()
  })

  const card = (id: string) => open.page.locator(`[data-card="${id}"]`)
  const bodies = () => open.page.locator('.card-below').count()

  /** Of the cards that are in sight: how many there are, and how many of them show what they hold. */
  const inSight = () =>
    open.page.locator('.card').evaluateAll((cards) => {
      const stage = document.querySelector('.stage')?.getBoundingClientRect()
      const seen = cards.filter((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect()
        return stage && left < stage.right && right > stage.left && top < stage.bottom && bottom > stage.top
      })
      const shown = seen.filter((element) => element.querySelector('.card-below')?.checkVisibility())
      return { seen: seen.length, shown: shown.length }
    })

  test('are cards with names and wires at once, of which one of each kind shows what it holds', async () => {
    await open.page.locator('.stage[data-far]').waitFor()
    expect(await open.page.getByRole('group', { name: /^Frame Sampler( \d+)?$/ }).count()).toBe(COPIES)
    expect(await open.page.locator('.fl-wire-line').count()).toBe(COPIES * pipeline.wires.length)
    expect(await bodies()).toBeLessThan(20)
    const heights = await open.page
      .locator('[data-card^="cache-"]')
      .evaluateAll((cards) => cards.map((element) => (element instanceof HTMLElement ? element.offsetHeight : NaN)))
    expect(new Set(heights).size).toBe(1)
    expect(heights[0]).toBeGreaterThan(200)
  })

  test('show what they hold where they can be read, and only there', async () => {
    await open.page.keyboard.press('Control+0')
    await expect.poll(async () => (await inSight()).shown).toBeGreaterThan(3)
    await expect.poll(async () => (await inSight()).seen - (await inSight()).shown).toBe(0)
    const heights = await open.page
      .locator('[data-card^="cache-"]')
      .evaluateAll((cards) => cards.map((element) => (element instanceof HTMLElement ? element.offsetHeight : NaN)))
    expect(new Set(heights).size).toBe(1)
    expect(await bodies()).toBeLessThan(70)
    expect(open.errors).toEqual([])
  })

  test('stay on one sheet while a wheel zooms into them, and show what they hold when it rests', async () => {
    const { page } = open
    await page.locator('.stage[data-far]').waitFor()
    const stage = await page.locator('.stage').boundingBox()
    if (stage === null) throw new Error('The page has no canvas.')
    const middle = { x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 }
    await page.mouse.move(middle.x, middle.y)
    const zoom = () => page.locator('.zoom-percent').innerText().then(parseInt)
    const before = await zoom()
    while ((await zoom()) < 60) await page.mouse.wheel(0, -40)
    expect(await zoom()).toBeGreaterThan(before)
    await expect.poll(() => page.locator('.stage[data-far]').count()).toBe(0)
    await expect.poll(() => page.locator('.stage[data-zooming]').count()).toBe(0)
    await expect.poll(async () => (await inSight()).seen - (await inSight()).shown).toBe(0)
    while ((await zoom()) > 30) await page.mouse.wheel(0, 40)
    await page.locator('.stage[data-far]').waitFor()
    expect(open.errors).toEqual([])
  })

  test('lie where they lay when a zoom begins and when it rests, and lists show what is chosen', async () => {
    const { page } = open
    await page.keyboard.press('Control+0')
    await expect.poll(async () => (await inSight()).shown).toBeGreaterThan(3)
    const zooming = page.locator('.stage[data-zooming]')
    const place = () => card('sampler-5').evaluate((element) => element.getBoundingClientRect().toJSON())
    const list = page.locator('.world .select').first()
    const lists = () =>
      list.evaluate((face) => {
        const select = face.querySelector('select')
        return { face: face.querySelector('span')?.textContent, value: select?.value }
      })
    const before = await place()
    // Looked at in the task after the step, before the zoom can rest.
    await page.mouse.move(900, 500)
    const during = await page.evaluate(async () => {
      const stage = document.querySelector('.stage')
      const at = { bubbles: true, cancelable: true, clientX: 900, clientY: 500 }
      stage?.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: -40 }))
      await new Promise((resolve) => setTimeout(resolve))
      const box = () => document.querySelector('[data-card="sampler-5"]')?.getBoundingClientRect().toJSON()
      return { box: box(), isZooming: stage?.matches('[data-zooming]') }
    })
    expect(during.isZooming).toBe(true)
    expect(during.box.width).toBeGreaterThan(before.width)
    await expect.poll(() => zooming.count()).toBe(0)
    const after = await place()
    for (const side of ['left', 'top', 'width', 'height']) expect(after[side]).toBeCloseTo(during.box[side], 0)
    const { face, value } = await lists()
    expect(face).toBe(value)
    expect(open.errors).toEqual([])
  })

  test.each([
    { where: 'far away', keys: '.', least: 0 },
    { where: 'near', keys: 'Control+0', least: 4 },
  ])('are not laid out by the steps of a zoom, $where', async ({ keys, least }) => {
    const { page } = open
    await page.keyboard.press(keys)
    await expect.poll(async () => (await inSight()).shown).toBeGreaterThanOrEqual(least)
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable')
    const layouts = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics')
      return metrics.find(({ name }) => name === 'LayoutCount')?.value ?? NaN
    }
    const steps = (count: number) =>
      page.evaluate(async (times) => {
        const at = { bubbles: true, cancelable: true, clientX: 900, clientY: 500, deltaY: -1 }
        for (let step = 0; step < times; step++) {
          document.querySelector('.stage')?.dispatchEvent(new WheelEvent('wheel', at))
          await new Promise((resolve) => requestAnimationFrame(resolve))
        }
      }, count)
    // The percentage is laid out, some times a second.
    await page.locator('.zoom-percent').evaluate((element) => (element.style.display = 'none'))
    const zoom = () => page.evaluate(() => document.querySelector<HTMLElement>('.world')?.style.transform)
    await steps(3)
    const [before, placeBefore] = [await layouts(), await zoom()]
    await steps(20)
    expect((await layouts()) - before).toBeLessThan(10)
    expect(await zoom()).not.toBe(placeBefore)
  })

  test('are painted anew seldom while a hand zooms in from afar and back', async () => {
    const { page } = open
    await page.locator('.stage[data-far]').waitFor()
    const { sheets, gestures } = await page.evaluate(async () => {
      const counts = { sheets: 0, gestures: 0 }
      for (const sheet of document.querySelectorAll<HTMLCanvasElement>('.far-sheet')) {
        const shown = sheet.getContext('bitmaprenderer')
        const show = shown?.transferFromImageBitmap.bind(shown)
        if (shown === null || show === undefined) throw new Error('The sheet shows no pictures.')
        shown.transferFromImageBitmap = (bitmap) => {
          counts.sheets++
          show(bitmap)
        }
      }
      const stage = document.querySelector<HTMLElement>('.stage')
      if (stage === null) throw new Error('The page has no canvas.')
      const at = { bubbles: true, cancelable: true, clientX: 900, clientY: 500 }
      for (const deltaY of [...Array<number>(20).fill(-8), ...Array<number>(20).fill(8)]) {
        const rested = stage.dataset['zooming'] === undefined
        stage.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY }))
        await new Promise((resolve) => requestAnimationFrame(resolve))
        if (rested) counts.gestures++
      }
      return counts
    })
    expect(sheets).toBeGreaterThan(0)
    expect(sheets / gestures).toBeLessThanOrEqual(4)
    expect(open.errors).toEqual([])
  })

  test('are moved by a hand as far as the hand moves, however far', async () => {
    const { page } = open
    await page.keyboard.press('Control+0')
    await expect.poll(async () => (await inSight()).shown).toBeGreaterThan(3)
    const before = await card('sampler-5').boundingBox()
    for (let times = 0; times < 8; times++) {
      await page.mouse.move(1400, 700)
      await page.mouse.down({ button: 'middle' })
      await page.mouse.move(700, 400, { steps: 4 })
      await page.mouse.up({ button: 'middle' })
    }
    const after = await card('sampler-5').boundingBox()
    expect((after?.x ?? 0) - (before?.x ?? 0)).toBeCloseTo(-8 * 700, 0)
    expect((after?.y ?? 0) - (before?.y ?? 0)).toBeCloseTo(-8 * 300, 0)
  })

  test('come into sight, whole, when they get the focus', async () => {
    await open.page.keyboard.press('Control+0')
    await expect.poll(async () => (await inSight()).shown).toBeGreaterThan(3)
    // A sampler, which has fields.
    const away = open.page.locator('[data-away] [data-card^="sampler-"]:not(:has(.card-below))').first()
    const id = await away.getAttribute('data-card')
    await card(id ?? '').focus()
    await expect
      .poll(() =>
        card(id ?? '')
          .locator('.card-below')
          .count(),
      )
      .toBe(1)
    await open.page.keyboard.press('Enter')
    const focused = () => open.page.evaluate(() => document.activeElement?.id ?? '')
    await expect.poll(focused).toContain(`card-${id}-`)
    const stage = await open.page.locator('.stage').boundingBox()
    const box = await card(id ?? '').boundingBox()
    if (stage === null || box === null) throw new Error('The page does not show the card.')
    expect(box.x + box.width).toBeGreaterThan(stage.x)
    expect(box.x).toBeLessThan(stage.x + stage.width)
  })

  test('give up a wire whose other end is out of sight', async () => {
    const { page } = open
    const last = `sampler-${COPIES - 1}`
    await page.keyboard.press('Control+0')
    await card(last).focus()
    await expect.poll(() => card(last).locator('.card-below').count()).toBe(1)
    expect(await card('loader-1').locator('.card-below').count()).toBe(0)
    const port = await dot(page, `${last} input model`)
    await drag(page, port, { x: port.x - 40, y: port.y - 160 })
    await expect.poll(() => page.locator('.fl-wire-line').count()).toBe(COPIES * pipeline.wires.length - 1)
    expect(open.errors).toEqual([])
  })
})
