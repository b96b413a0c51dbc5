import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { dot, drag } from './testing/page.js'
import { openRealPage } from './testing/real-page.js'

const chromium = sharedChromium()

describe.skipIf(chromium === undefined)('another cache while the video plays', () => {
  const open: { studio?: Awaited<ReturnType<typeof openRealPage>> } = {}
  let page: Page
  beforeAll(async () => {
    open.studio = await openRealPage(chromium ?? '', { template: 'endless-memrope' })
    page = open.studio.page
    await page.keyboard.press('Control+Shift+F')
  })
  afterAll(() => open.studio?.[Symbol.asyncDispose]())

  const notes = () => page.locator('[data-card="sampler"] .card-exchange')
  /** The chunk that the inspector of a cache shows; -1 while its strip is only planned. */
  const chunkOn = async (card: string) =>
    Number(/\d+/.exec((await page.locator(`[data-card="${card}"] .strip-when`).textContent()) ?? '')?.[0] ?? -1)

  test('is wired in by mouse and takes over at a chunk boundary, in a sentence that names what is kept and lost', async () => {
    await page.locator('#card-sampler-chunks').fill('0')
    await page.locator('.stage').focus()
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => chunkOn('cache')).toBeGreaterThanOrEqual(5)

    await page.mouse.dblclick(920, 740)
    await page.locator('.palette').waitFor()
    await page.keyboard.type('sliding')
    await page.keyboard.press('Enter')
    await page.locator('.palette').waitFor({ state: 'detached' })
    const added = await page.locator('[data-card]', { hasText: 'Sliding Window Cache' }).getAttribute('data-card')
    if (added === null) throw new Error('The page shows no Sliding Window Cache.')
    await drag(page, await dot(page, 'loader output model'), await dot(page, `${added} input model`))
    await drag(page, await dot(page, `${added} output cache`), await dot(page, 'sampler input cache'))

    await expect
      .poll(() => notes().textContent())
      .toMatch(
        /cache: applied at chunk \d+MemRoPE to Sliding Window: kept recent frames \d+-\d+; lost sinks 0-2 and both memory slots/,
      )
    await expect.poll(() => chunkOn(added)).toBeGreaterThan(0)
    const applied = await chunkOn(added)
    await expect.poll(() => chunkOn(added)).toBeGreaterThan(applied + 2)
    expect(await chunkOn('cache')).toBe(-1)
    expect(await page.locator('.run-bar .primary').count()).toBe(0)
  })

  test('stands in the timeline', async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Timeline' }).click()
    await expect
      .poll(() => page.getByRole('region', { name: 'Exchanged wires' }).textContent())
      .toMatch(/Chunk \d+: cache of Frame Sampler to Sliding Window CacheMemRoPE to Sliding Window: kept recent frames/)
    await page.getByRole('navigation').getByRole('button', { name: 'Timeline' }).click()
  })

  test('goes back by undo', async () => {
    await page.locator('.stage').focus()
    await page.keyboard.press('Control+z')
    await expect.poll(() => notes().textContent()).toMatch(/cache: applied at chunk \d+Sliding Window to MemRoPE: kept/)
  })
})
