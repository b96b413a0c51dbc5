import { describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { freshPage } from './testing/fresh-page.js'
import { drag } from './testing/page.js'

const chromium = sharedChromium()

describe.skipIf(chromium === undefined)('keys and focus on the page', () => {
  const open = freshPage(chromium)

  const press = (keys: string) => open.page.keyboard.press(keys)
  const button = (name: string | RegExp) => open.page.getByRole('button', { name })
  const undo = () => button(/^Undo/)
  const { stored } = open
  const paramOf = (id: string, name: string) => stored()?.nodes.find((node) => node.id === id)?.params?.[name]
  const zoom = () => open.page.locator('.zoom-percent').textContent()

  async function boxOf(selector: string) {
    const box = await open.page.locator(selector).boundingBox()
    if (box === null) throw new Error(`The page shows no ${selector}.`)
    return box
  }

  describe('a number that is typed', () => {
    const size = () => open.page.getByRole('textbox', { name: 'Cache size' })

    test('stays as typed on the way, even where its first digit alone is too small, and is one step', async () => {
      await size().focus()
      await open.page.keyboard.type('1')
      expect(await size().inputValue()).toBe('1')
      expect(await size().getAttribute('aria-invalid')).toBe('true')
      await open.page.keyboard.type('6')
      expect(await size().inputValue()).toBe('16')
      await expect.poll(() => paramOf('cache', 'cacheFrames')).toBe(16)
      await press('Escape')
      expect(await size().inputValue()).toBe('16')
      await press('Control+z')
      await expect.poll(() => size().inputValue()).toBe('12')
      await expect.poll(() => undo().isDisabled()).toBe(true)
    })

    test('is taken to the nearest bound by Enter and by leaving; what is no number goes back', async () => {
      await size().focus()
      await open.page.keyboard.type('1')
      await press('Enter')
      expect(await size().inputValue()).toBe('2')
      await size().fill('4000')
      await press('Tab')
      expect(await size().inputValue()).toBe('1024')
      await expect.poll(() => paramOf('cache', 'cacheFrames')).toBe(1024)
      await size().fill('many')
      await press('Escape')
      expect(await size().inputValue()).toBe('1024')
    })

    test('goes on from what is typed by arrow keys, and a visit alone is no step', async () => {
      await size().focus()
      await press('Tab')
      expect(await undo().isDisabled()).toBe(true)
      await size().focus()
      await open.page.keyboard.type('1')
      await press('ArrowUp')
      await press('Shift+ArrowUp')
      expect(await size().inputValue()).toBe('12')
    })
  })

  describe('Space', () => {
    const palette = () => open.page.getByRole('combobox', { name: 'Search node types' })

    test('held moves the view with a drag and opens nothing, however long it is held', async () => {
      const before = await boxOf('[data-card="cache"]')
      await open.page.keyboard.down('Space')
      await open.page.keyboard.down('Space')
      await drag(open.page, { x: before.x + 60, y: before.y + 10 }, { x: before.x + 160, y: before.y + 70 })
      await open.page.keyboard.down('Space')
      await open.page.keyboard.up('Space')
      await expect.poll(() => boxOf('[data-card="cache"]')).toEqual({ ...before, x: before.x + 100, y: before.y + 60 })
      expect(await palette().count()).toBe(0)
      expect(await undo().isDisabled()).toBe(true)
    })

    test('let go without a drag offers nodes to add', async () => {
      await open.page.keyboard.down('Space')
      expect(await palette().count()).toBe(0)
      await open.page.keyboard.up('Space')
      await palette().waitFor()
      expect(await palette().inputValue()).toBe('')
    })
  })

  test('the palette keeps the focus and is left by Escape, also where its search has lost the focus', async () => {
    const { page } = open
    const palette = page.getByRole('dialog', { name: 'Add a node' })
    // Nothing of the page behind it; the body stands for the window's own controls.
    const isInside = () => page.evaluate(() => document.activeElement?.matches('.palette *, dialog, body') === true)
    await page.keyboard.down('Shift')
    await page.keyboard.down('A')
    await palette.waitFor()
    await page.keyboard.down('A')
    await page.keyboard.up('A')
    await page.keyboard.up('Shift')
    expect(await palette.getByRole('combobox').inputValue()).toBe('')
    for (const key of ['Tab', 'Tab', 'Shift+Tab', 'Shift+Tab']) {
      await press(key)
      expect(await isInside()).toBe(true)
    }
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
    await press('Escape')
    await expect.poll(() => palette.count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('stage')
    await press('Shift+A')
    await palette.getByRole('combobox').press('ArrowDown')
    await press('Enter')
    await expect.poll(() => page.locator('.card').count()).toBe(9)
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('stage')
  })

  test('nodes are taken into the selection and out of it by Shift or Ctrl and a click, and by S while the focus moves', async () => {
    const { page } = open
    const card = (id: string) => page.locator(`[data-card="${id}"]`)
    const selected = () =>
      page.locator('[data-selected] .card').evaluateAll((cards) => cards.map(({ dataset }) => dataset['card']))
    await card('cache').locator('.card-name').click()
    await card('decoder')
      .locator('.card-name')
      .click({ modifiers: ['Shift'] })
    expect(await selected()).toEqual(['cache', 'decoder'])
    await card('cache')
      .locator('.card-name')
      .click({ modifiers: ['Control'] })
    expect(await selected()).toEqual(['decoder'])
    await card('decoder')
      .locator('.card-name')
      .click({ modifiers: ['Shift'] })
    expect(await selected()).toEqual([])

    await card('cache').focus()
    await press('s')
    await card('sampler').focus()
    expect(await selected()).toEqual(['cache'])
    await card('decoder').focus()
    await press('s')
    expect(await selected()).toEqual(['cache', 'decoder'])
    await page.getByText('2 nodes selected').waitFor({ state: 'attached' })
    await press('Escape')
    await card('sampler').focus()
    expect(await selected()).toEqual(['sampler'])

    // As a browser tells it when its window is left and entered again.
    await press('w')
    await page.evaluate(() => {
      for (const type of ['focusout', 'focusin'])
        document.activeElement?.dispatchEvent(new FocusEvent(type, { bubbles: true }))
    })
    await press('Delete')
    await expect.poll(() => page.locator('.fl-wire-line').count()).toBe(10)
    expect(await page.locator('.card').count()).toBe(8)
  })

  describe('controls keep the keys they need', () => {
    test('a slider its arrows, Home and End, while the graph stays', async () => {
      const slider = open.page.locator('[data-card="cache"]').getByLabel('Sink frames, slider')
      const [before, seen] = [await boxOf('[data-card="cache"]'), await zoom()]
      await slider.focus()
      await press('ArrowRight')
      expect(await slider.inputValue()).toBe('4')
      await press('Shift+ArrowLeft')
      await press('ArrowDown')
      expect(await slider.inputValue()).toBe('2')
      await press('Home')
      expect(await slider.inputValue()).toBe('0')
      await expect.poll(() => paramOf('cache', 'sinkFrames')).toBe(0)
      expect(await boxOf('[data-card="cache"]')).toEqual(before)
      expect(await zoom()).toBe(seen)
      await press('Control+z')
      await expect.poll(() => slider.inputValue()).toBe('3')
    })

    test('a switch and what folds in the outline their Space; a list its keys, but not those of undo', async () => {
      const { page } = open
      const palette = page.getByRole('combobox', { name: 'Search node types' })
      await page.getByRole('navigation').getByRole('button', { name: 'Outline' }).click()
      const summary = page.locator('.outline summary', { hasText: 'Frame Decoder' })
      await summary.focus()
      await press('Space')
      await page.locator('.outline details[open]').waitFor()
      expect(await palette.count()).toBe(0)
      const wire = page.locator('#wire-decoder-latents')
      await wire.selectOption('')
      await expect.poll(() => page.locator('.fl-wire-line').count()).toBe(10)
      await wire.focus()
      await press('Delete')
      await press('Control+z')
      await expect.poll(() => page.locator('.fl-wire-line').count()).toBe(11)
      expect(await page.locator('.card').count()).toBe(8)

      await page.locator('.outline summary', { hasText: 'MemRoPE Cache' }).focus()
      await press('Space')
      const toggle = page.getByRole('switch', { name: 'Adaptive short-term rate' })
      const was = await toggle.isChecked()
      await toggle.focus()
      await press('Space')
      expect(await toggle.isChecked()).toBe(!was)
      expect(await palette.count()).toBe(0)
    })
  })
})
