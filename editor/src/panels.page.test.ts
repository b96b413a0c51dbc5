import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { drag, openPage, type OpenPage } from './testing/page.js'
import { pipeline } from './testing/pipeline.js'

const chromium = sharedChromium()

describe.skipIf(chromium === undefined)('timeline, frames and menus', () => {
  let open: OpenPage
  beforeAll(async () => {
    open = await openPage(chromium ?? '', { templates: [pipeline] })
    await open.page.locator('.stage[data-ready]').waitFor()
  })
  afterAll(async () => open[Symbol.asyncDispose]())

  const focused = () =>
    open.page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent?.trim())
  const stored = () => [...open.stage.saved.values()].at(-1)?.document

  test('a view that showed everything still does when a panel takes room', async () => {
    const hidden = () =>
      open.page.locator('.card').evaluateAll((cards) => {
        const stage = document.querySelector('.stage')?.getBoundingClientRect()
        return cards.filter((card) => card.getBoundingClientRect().right > (stage?.right ?? 0)).length
      })
    await open.page.setViewportSize({ width: 1100, height: 800 })
    await expect.poll(hidden).toBe(0)
    await open.page.setViewportSize({ width: 1600, height: 900 })
  })

  test('what zooms in stays under the pointer when the map comes', async () => {
    const zoomIn = open.page.getByRole('button', { name: 'Zoom in' })
    const before = await zoomIn.boundingBox()
    await zoomIn.click()
    await zoomIn.click()
    await open.page.locator('.minimap').waitFor()
    expect(await zoomIn.boundingBox()).toEqual(before)
    await open.page.getByRole('button', { name: 'Fit everything' }).click()
  })

  test.each([1024, 620, 420])(
    'in a window of %i pixels everything of the bar is on the page and nothing lies on another',
    async (width) => {
      await open.page.setViewportSize({ width, height: 800 })
      const boxes = await open.page.locator('.top-bar :is(button, input)').evaluateAll((controls) =>
        controls
          .map((control) => control.getBoundingClientRect())
          .filter((box) => box.width > 0)
          .map(({ left, right, top, bottom }) => ({ left, right, top, bottom })),
      )
      expect(boxes.filter(({ left, right }) => left < 0 || right > width)).toEqual([])
      const overlaps = boxes.filter((a, index) =>
        boxes
          .slice(index + 1)
          .some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
      )
      expect(overlaps).toEqual([])
      const title = await open.page.getByLabel('Title of the document').boundingBox()
      expect(title?.width).toBeGreaterThanOrEqual(90)
      await open.page.setViewportSize({ width: 1600, height: 900 })
    },
  )

  test('a change of the prompt is put on the timeline and saved with the document', async () => {
    await open.page.getByRole('navigation').getByRole('button', { name: 'Timeline' }).click()
    await open.page.getByRole('button', { name: 'Add a change' }).click()
    await open.page
      .getByRole('group', { name: /Text from chunk/ })
      .getByRole('textbox')
      .fill('a storm')
    await open.page.getByLabel('Chunk', { exact: true }).fill('12')
    await expect
      .poll(() => stored()?.timeline)
      .toEqual([{ chunk: 12, node: 'prompt', param: 'text', value: 'a storm' }])
    await open.page.getByRole('button', { name: /Remove the change/ }).press('Enter')
    expect(await focused()).toBe('Add a change')
    await expect.poll(() => stored() !== undefined && stored()?.timeline).toBeUndefined()
  })

  test('exchanges of wires that the document holds are listed and can be removed', async () => {
    const { page } = open
    const sliding = { id: 'sliding', type: 'memory/sliding-window-cache', version: 1, position: { x: 330, y: 700 } }
    const document = {
      ...pipeline,
      id: 'exchanging',
      nodes: [...pipeline.nodes, sliding],
      exchanges: [
        { chunk: 8, from: { node: 'sliding', port: 'cache' }, to: { node: 'sampler', port: 'cache' } },
        { chunk: 20, from: { node: 'cache', port: 'cache' }, to: { node: 'sampler', port: 'cache' } },
      ],
    }
    const data = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text], 'exchanging.frameloom.json'))
      return transfer
    }, JSON.stringify(document))
    await page.dispatchEvent('main.canvas', 'drop', { dataTransfer: data })
    const rows = page.getByRole('region', { name: 'Exchanged wires' }).getByRole('listitem')
    await expect
      .poll(() => rows.allTextContents())
      .toEqual([
        'Chunk 8: cache of Frame Sampler from MemRoPE Cache to Sliding Window Cache',
        'Chunk 20: cache of Frame Sampler from Sliding Window Cache to MemRoPE Cache',
      ])
    await page.getByRole('button', { name: 'Remove the exchange at chunk 8' }).press('Enter')
    expect(await focused()).toBe('Remove the exchange at chunk 20')
    await expect
      .poll(() => rows.allTextContents())
      .toEqual(['Chunk 20: cache of Frame Sampler from MemRoPE Cache to MemRoPE Cache'])
    await page.keyboard.press('Escape')
    await page.locator('.stage').focus()
    await page.keyboard.press('Control+z')
    await expect.poll(() => rows.count()).toBe(2)
    await expect.poll(() => stored()?.exchanges).toEqual(document.exchanges)
    await page.goto('about:blank')
    await page.goto(`${open.stage.url}/#template=pipeline`)
    await page.locator('.stage[data-ready]').waitFor()
  })

  test('a frame is drawn around the selection and takes its nodes along', async () => {
    const { page } = open
    await page.locator('[data-card="decoder"] .card-name').click()
    await page.locator('[data-card="preview"] .card-name').click({ modifiers: ['Shift'] })
    await page.keyboard.press('Control+g')
    const bar = page.locator('.frame-bar')
    await bar.waitFor()
    const box = await bar.boundingBox()
    const before = await page.locator('[data-card="decoder"]').boundingBox()
    if (box === null || before === null) throw new Error('nothing to drag')
    await drag(page, { x: box.x + 60, y: box.y + 12 }, { x: box.x + 60, y: box.y + 112 })
    await expect
      .poll(async () => (await page.locator('[data-card="decoder"]').boundingBox())?.y)
      .toBeGreaterThan(before.y + 60)
    await page.keyboard.press('Control+z')
    await expect
      .poll(async () => (await page.locator('[data-card="decoder"]').boundingBox())?.y)
      .toBeCloseTo(before.y, 0)
    await expect.poll(() => page.locator('.frame').count()).toBe(1)
  })

  test('a right click on a node offers what can be done with it', async () => {
    const { page } = open
    await page.locator('[data-card="prompt"] .card-name').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Fold/ }).click()
    await page.locator('[data-card="prompt"][data-collapsed]').waitFor()
    await page.locator('[data-card="prompt"] .card-name').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /Remove/ }).click()
    await expect.poll(() => page.locator('.card').count()).toBe(7)
    expect(open.errors).toEqual([])
  })
})
