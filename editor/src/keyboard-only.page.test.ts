import { beforeEach, describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { freshPage } from './testing/fresh-page.js'
import { drag } from './testing/page.js'

const chromium = sharedChromium()

describe.skipIf(chromium === undefined)('frames, nodes and the outline by keyboard', () => {
  const open = freshPage(chromium)

  const press = (keys: string) => open.page.keyboard.press(keys)
  const button = (name: string | RegExp) => open.page.getByRole('button', { name })
  const undo = () => button(/^Undo/)
  const redo = () => button(/^Redo/)
  const { stored } = open
  const focused = () => open.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))

  const focusedClass = () => open.page.evaluate(() => document.activeElement?.className)

  async function boxOf(selector: string) {
    const box = await open.page.locator(selector).boundingBox()
    if (box === null) throw new Error(`The page shows no ${selector}.`)
    return box
  }

  describe('a frame', () => {
    const bar = () => open.page.locator('.frame-bar')
    const place = () => {
      const [{ x, y, width, height, title } = {}] = (stored()?.frames ?? []) as { [key: string]: unknown }[]
      return { x, y, width, height, title }
    }
    beforeEach(async () => {
      await open.page.locator('[data-card="decoder"]').focus()
      await press('Control+g')
      await bar().waitFor()
      await press('Control+s')
      await open.page.locator('.top-bar').getByText('Saved', { exact: true }).waitFor()
    })

    test('makes no step of a click that trembles, nor of a title that stays', async () => {
      await open.page.locator('[data-card="cache"]').focus()
      await press('ArrowDown')
      await press('Control+z')
      await expect.poll(() => redo().isEnabled()).toBe(true)
      const { x, y } = await boxOf('.frame-bar')
      await drag(open.page, { x: x + 60, y: y + 12 }, { x: x + 61, y: y + 13 })
      await open.page.locator('.frame-bar h3').dblclick()
      await press('Enter')
      await expect.poll(() => open.page.locator('.frame-bar input').count()).toBe(0)
      expect(await redo().isEnabled()).toBe(true)
      await press('Control+z')
      await expect.poll(() => bar().count()).toBe(0)
    })

    test('is renamed by F2; Escape drops the new title, Enter takes it, and the focus is where it was', async () => {
      await bar().focus()
      await press('F2')
      await open.page.keyboard.type('Dropped')
      await press('Escape')
      expect(await focused()).toBe('Frame Frame')
      expect(await open.page.locator('.frame-bar h3').textContent()).toBe('Frame')
      await press('F2')
      await open.page.keyboard.type('Output side')
      await press('Enter')
      expect(await focused()).toBe('Frame Output side')
      await expect.poll(() => place().title).toBe('Output side')
      await press('Control+z')
      await expect.poll(() => open.page.locator('.frame-bar h3').textContent()).toBe('Frame')
    })

    test('is moved with its nodes by arrows and resized with Shift, each one step, and removed by Delete', async () => {
      const before = place()
      const at = () => stored()?.nodes.find(({ id }) => id === 'decoder')?.position
      const node = at()
      await bar().focus()
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await press(key)
      await expect.poll(() => at()).toEqual({ x: Number(node?.x) + 12, y: Number(node?.y) + 24 })
      const moved = { ...before, x: Number(before.x) + 12, y: Number(before.y) + 24 }
      await expect.poll(place).toEqual(moved)
      for (const key of ['Shift+ArrowRight', 'Shift+ArrowDown']) await press(key)
      await expect
        .poll(place)
        .toEqual({ ...moved, width: Number(before.width) + 12, height: Number(before.height) + 12 })
      await press('Control+z')
      await expect.poll(place).toEqual(moved)
      await press('Control+z')
      await expect.poll(place).toEqual(before)
      await expect.poll(() => at()).toEqual(node)
      await bar().focus()
      await press('Delete')
      await expect.poll(() => bar().count()).toBe(0)
      expect(await open.page.locator('.card').count()).toBe(8)
    })

    test('is removed by its button, too', async () => {
      await bar().hover()
      await open.page.getByRole('button', { name: 'Remove Frame; its nodes stay' }).press('Enter')
      await expect.poll(() => bar().count()).toBe(0)
      expect(await focusedClass()).toBe('stage')
    })
  })

  describe('a node', () => {
    const name = (id: string) => open.page.locator(`[data-card="${id}"] .card-name`)

    test('is renamed by F2 and from its menu, also from afar; the focus goes back to its card', async () => {
      await open.page.locator('[data-card="cache"]').focus()
      await press('F2')
      await open.page.keyboard.type('Dropped')
      await press('Escape')
      expect(await name('cache').textContent()).toBe('MemRoPE Cache')
      expect(await focused()).toContain('MemRoPE Cache')
      await press('F2')
      await open.page.keyboard.type('Memory')
      await press('Enter')
      expect(await name('cache').textContent()).toBe('Memory')
      expect(await focused()).toContain('Memory')

      await name('prompt').click({ button: 'right' })
      await open.page.getByRole('menuitem', { name: /^Rename/ }).click()
      await open.page.keyboard.type('What to see')
      await press('Enter')
      expect(await name('prompt').textContent()).toBe('What to see')

      for (let i = 0; i < 8; i++) await press('Control+-')
      await open.page.locator('.stage[data-far]').waitFor()
      await press('F2')
      await open.page.keyboard.type('Read')
      await press('Enter')
      await expect.poll(() => name('prompt').textContent()).toBe('Read')
      for (let i = 0; i < 3; i++) await press('Control+z')
      await expect.poll(() => undo().isDisabled()).toBe(true)
      expect(open.errors).toEqual([])
    })

    test('is not renamed where several are selected, and the page says so', async () => {
      await press('Control+a')
      await press('F2')
      await open.page.getByText('Select one node to rename it').waitFor()
    })

    test('offers to put a value back to its default where it has another', async () => {
      const card = open.page.locator('[data-card="cache"]')
      const reset = card.getByRole('button', { name: 'Reset Cache size to its default' })
      expect(await reset.count()).toBe(0)
      await card.getByRole('textbox', { name: 'Cache size' }).fill('20')
      await press('Shift+Tab')
      expect(await focused()).toBe('Reset Cache size to its default')
      await press('Enter')
      await expect.poll(() => card.getByRole('textbox', { name: 'Cache size' }).inputValue()).toBe('12')
      expect(await open.page.evaluate(() => document.activeElement?.id)).toBe('card-cache-cacheFrames')
      expect(await reset.count()).toBe(0)
      await expect.poll(() => stored()?.nodes.find(({ id }) => id === 'cache')?.params).toEqual({})
    })

    test('has its positions inspected by a button', async () => {
      await open.page.locator('[data-card="positions"]').getByRole('button', { name: 'Inspect the positions' }).focus()
      await press('Enter')
      await open.page.getByRole('dialog', { name: 'Online RoPE' }).locator('.position-ruler[data-large]').waitFor()
    })
  })

  test('leaves the focus on the canvas or on the row beside where what had it is removed', async () => {
    const { page } = open
    await page.locator('[data-card="preview"]').focus()
    await press('Delete')
    await expect.poll(() => page.locator('.card').count()).toBe(7)
    await expect.poll(focusedClass).toBe('stage')
    await press('Control+z')
    await page.locator('[data-card="preview"]').focus()
    await press('Control+y')
    await expect.poll(() => page.locator('.card').count()).toBe(7)
    await expect.poll(focusedClass).toBe('stage')

    await page.getByRole('navigation').getByRole('button', { name: 'Outline' }).click()
    const rows = page.locator('.outline summary')
    const names = await rows.allTextContents()
    await rows.first().press('Enter')
    await page.getByRole('button', { name: `Remove ${names[0]}` }).press('Enter')
    await expect.poll(() => rows.count()).toBe(6)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(names[1])
  })

  test('nothing behind a dialog is cut or pasted', async () => {
    const { page } = open
    const cards = () => page.locator('.card').count()
    await page.locator('[data-card="cache"]').focus()
    await press('Control+c')
    await press('?')
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).focus()
    await press('Control+x')
    await press('Control+v')
    await press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    expect(await cards()).toBe(8)
    await press('Control+v')
    await expect.poll(cards).toBe(9)
  })

  test('the outline renames, folds, duplicates and inspects a node, and names, moves and resizes a frame', async () => {
    const { page } = open
    await page.locator('[data-card="decoder"]').focus()
    await press('Control+g')
    await page.locator('.frame').waitFor()
    await page.getByRole('navigation').getByRole('button', { name: 'Outline' }).click()
    const outline = page.locator('.panel')
    await outline.locator('summary', { hasText: 'MemRoPE Cache' }).focus()
    await press('Enter')
    const titled = outline.locator('details[open]').getByRole('textbox', { name: 'Title' })
    await titled.fill('Dropped')
    await press('Escape')
    expect(await titled.inputValue()).toBe('')
    await titled.fill('Memory of it')
    await press('Enter')
    await expect.poll(() => page.locator('[data-card="cache"] .card-name').textContent()).toBe('Memory of it')
    await outline.getByRole('button', { name: 'Fold Memory of it' }).press('Space')
    await page.locator('[data-card="cache"][data-collapsed]').waitFor()
    await outline.getByRole('button', { name: 'Open Memory of it' }).press('Space')
    await expect.poll(() => page.locator('[data-card="cache"][data-collapsed]').count()).toBe(0)
    await outline.getByRole('button', { name: 'Inspect Memory of it' }).press('Enter')
    await page.getByRole('dialog', { name: 'Memory of it' }).waitFor()
    await press('Escape')
    await outline.getByRole('button', { name: 'Duplicate Memory of it' }).press('Enter')
    await expect.poll(() => page.locator('.card').count()).toBe(9)
    await outline.locator('summary', { hasText: 'Memory of it' }).first().press('Enter')

    await outline.locator('summary', { hasText: 'Frame' }).last().press('Enter')
    await titled.fill('Output side')
    await press('Enter')
    await expect.poll(() => stored()?.frames?.[0]?.title).toBe('Output side')
    const before = stored()?.nodes.find(({ id }) => id === 'decoder')?.position
    await outline.getByRole('textbox', { name: 'Width' }).focus()
    await page.keyboard.type('700')
    await outline.getByRole('textbox', { name: 'Top' }).fill('-1000')
    await expect
      .poll(() => stored()?.frames)
      .toEqual([expect.objectContaining({ title: 'Output side', width: 700, y: -1000 })])
    const after = stored()?.nodes.find(({ id }) => id === 'decoder')?.position
    expect(after?.x).toBe(before?.x)
    expect(after?.y).toBeLessThan(-900)
    expect(open.errors).toEqual([])
  })
})
