import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { openRealPage } from './testing/real-page.js'

const chromium = sharedChromium()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe.skipIf(chromium === undefined)('the memory of a run on the page', () => {
  const open: { studio?: Awaited<ReturnType<typeof openRealPage>> } = {}
  let page: Page
  beforeAll(async () => {
    open.studio = await openRealPage(chromium ?? '', { template: 'endless-memrope' })
    page = open.studio.page
    await page.keyboard.press('Control+Shift+F')
  })
  afterAll(() => open.studio?.[Symbol.asyncDispose]())

  const strip = async () =>
    (await page.locator('[data-card="cache"] .slot-cell').allTextContents()).join('').replaceAll(' ', '')
  const when = () => page.locator('[data-card="cache"] .strip-when').textContent()

  test('is planned before a run, and follows the fields at once', async () => {
    expect(await when()).toBe('When full')
    expect(await strip()).toBe('SSSLsRRRRNNN')
    await page.locator('[data-card="cache"]').getByLabel('Sink frames').last().fill('1')
    await expect.poll(strip).toBe('SLsRRRRRRNNN')
    await page.keyboard.press('Escape')
    await page.locator('.stage').focus()
    await page.keyboard.press('Control+z')
    await expect.poll(strip).toBe('SSSLsRRRRNNN')
  })

  test('is that of the run while it plays: sinks, two memories, recent frames and the new chunk', async () => {
    await page.locator('#card-sampler-chunks').fill('0')
    await page.locator('.stage').focus()
    await page.keyboard.press('Control+Enter')
    await expect.poll(async () => Number(/\d+/.exec((await when()) ?? '')?.[0] ?? -1)).toBeGreaterThanOrEqual(5)
    expect(await strip()).toBe('SSSLsRRRRNNN')
    const cells = page.locator('[data-card="cache"] .slot-cells')
    expect(await cells.getAttribute('aria-label')).toMatch(
      /^Chunk \d+: 3 sinks, 1 long-term memory, 1 short-term memory, 4 recent, 3 new\. folded frames \d+-\d+ into L and s, moved 4 slots\.$/,
    )
    // 12 slots of keys and values in f32: what the store of the embedded model has allocated.
    expect(await page.locator('[data-card="cache"] .strip-size').textContent()).toMatch(/^12 slots · [\d.]+ [KM]iB$/)
  })

  test('says of a slot which share of which frame it holds, how old that is and where it stands', async () => {
    const memory = page.locator('[data-card="cache"] .slot-cell').nth(3)
    await memory.hover()
    const detail = page.locator('[data-card="cache"] .strip-detail')
    await expect
      .poll(() => detail.textContent())
      .toMatch(/Long-term memory: \d+ frames · on average [\d.]+ chunks \([\d.]+ s\) old · position 3 · [\d.]+ [KM]iB/)
    expect(await detail.locator('.share-bars > div').count()).toBeGreaterThan(3)
    await page.locator('[data-card="cache"] .slot-cell').first().focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(
      /^Slot 1: Sink: frame 1 · .* old · position 1 ·/,
    )
  })

  test('shows pictures of the frames in its slots, and a mixture in its memories', async () => {
    const pictures = page.locator('[data-card="cache"] .slot-cell canvas:not([hidden])')
    await expect.poll(() => pictures.count()).toBeGreaterThanOrEqual(5)
    await expect
      .poll(() => page.locator('[data-card="cache"] [data-kind="long-term"] canvas:not([hidden])').count())
      .toBe(1)
  })

  test('stands inside the trained range with online positions', async () => {
    const ruler = page.locator('[data-card="positions"] .position-ruler')
    await expect
      .poll(() => ruler.locator('p').textContent())
      .toBe('Slots at 0-8, chunk at 9-11. Trained up to 11; the table ends before 1,024.')
    expect(await ruler.locator('.ruler-slot').count()).toBe(12)
    expect(await ruler.locator('p[data-outside]').count()).toBe(0)
  })

  test('is looked at closely in a dialog, and nothing in it is hard to reach or to read', async () => {
    await page.locator('[data-card="cache"]').getByRole('button', { name: 'Inspect the cache' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('table').waitFor()
    expect(await dialog.getByRole('row').count()).toBe(13)
    expect(await dialog.getByRole('row').nth(1).textContent()).toMatch(/^0 Sink.*100%/)
    await page.evaluate(axe)
    for (const theme of ['dark', 'light']) {
      await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme)
      const { violations } = (await page.evaluate('axe.run()')) as AxeResults
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    }
    await page.keyboard.press('Escape')
  })

  test('goes on being shown to a page that comes later', async () => {
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.reload()
    await expect.poll(when).toMatch(/^Chunk \d+$/)
    expect(await strip()).toBe('SSSLsRRRRNNN')
    await page.getByRole('button', { name: 'Stop now' }).click()
  })
})
