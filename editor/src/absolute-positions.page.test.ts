import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { openRealPage } from './testing/real-page.js'

const chromium = sharedChromium()

describe.skipIf(chromium === undefined)('absolute positions on the page', () => {
  const open: { studio?: Awaited<ReturnType<typeof openRealPage>> } = {}
  let page: Page
  beforeAll(async () => {
    open.studio = await openRealPage(chromium ?? '', { template: 'sliding-window' })
    page = open.studio.page
    // Without a preview nothing holds the generator to the speed of the video, and with one step a chunk is made soonest.
    await page.locator('[data-card="preview"] .card-name').click()
    await page.keyboard.press('Delete')
    await page.locator('#card-schedule-steps').fill('1000')
    await page.locator('#card-sampler-chunks').fill('0')
    await page.locator('.stage').focus()
  })
  afterAll(() => open.studio?.[Symbol.asyncDispose]())

  const ruler = () => page.locator('[data-card="positions"] .position-ruler')
  /** The first position of the new chunk; -1 before there is one. */
  const chunkAt = async () => {
    const words = await ruler().locator('p').textContent()
    return Number(/chunk at (\d+)/.exec(words ?? '')?.[1] ?? -1)
  }
  /** Pixels between the new chunk's last mark and the wall. */
  const toTheWall = () =>
    ruler()
      .locator(':scope > svg')
      .evaluate((svg) => {
        const left = (mark: string) => [...svg.querySelectorAll(mark)].at(-1)?.getBoundingClientRect().left ?? NaN
        return left('.ruler-wall') - left('.ruler-slot[data-kind="chunk"]')
      })

  test('leave the trained range and march towards the wall at 1,024', async () => {
    await page.keyboard.press('Control+Enter')
    await expect.poll(chunkAt).toBeGreaterThan(12)
    await expect.poll(() => ruler().locator('p[data-outside]').count()).toBe(1)
    expect(await ruler().locator('p').textContent()).toMatch(/Trained up to 11; the table ends before 1,024\.$/)
    const far = await toTheWall()
    const seen = [await chunkAt()]
    const onTheWay = () => chunkAt().then((at) => seen.push(at) && at)
    await expect.poll(onTheWay, { interval: 200 }).toBeGreaterThan(24)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(await toTheWall()).toBeLessThan(far)
    await page.keyboard.press('Control+Alt+Enter')
    await page.locator('.run-state[data-state="stopped"]').waitFor()
  })
})
