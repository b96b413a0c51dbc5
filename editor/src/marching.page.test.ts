import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath } from './testing/page.js'
import { openRealPage } from './testing/real-page.js'

const executablePath = chromiumPath()

describe.skipIf(executablePath === undefined)('absolute positions on the page', () => {
  const open: { studio?: Awaited<ReturnType<typeof openRealPage>> } = {}
  let page: Page
  beforeAll(async () => {
    open.studio = await openRealPage(executablePath ?? '', { template: 'sliding-window' })
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
      .locator('svg')
      .evaluate((svg) => {
        const left = (mark: string) => [...svg.querySelectorAll(mark)].at(-1)?.getBoundingClientRect().left ?? NaN
        return left('.ruler-wall') - left('.ruler-slot[data-kind="chunk"]')
      })

  test('leave the trained range, march to the wall at 1,024, and end the run there with the cure', async () => {
    await page.keyboard.press('Control+Enter')
    await expect.poll(chunkAt).toBeGreaterThan(30)
    await expect.poll(() => ruler().locator('p[data-outside]').count()).toBe(1)
    expect(await ruler().locator('p').textContent()).toMatch(/Trained up to 11; the table ends before 1,024\.$/)
    const far = await toTheWall()
    const seen = [await chunkAt()]
    const onTheWay = () => chunkAt().then((at) => seen.push(at) && at)
    await expect.poll(onTheWay, { timeout: 150_000, interval: 200 }).toBe(1020)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(new Set(seen).size).toBeGreaterThan(5)
    expect(await toTheWall()).toBeLessThan(Math.min(far / 10, 4))
    await page.locator('.run-bar').getByText('failed').waitFor()
    await expect
      .poll(() => page.locator('[data-card="sampler"] .card-issue').allTextContents())
      .toEqual([expect.stringContaining('table ends at 1023: choose online')])
  }, 180_000)
})
