import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { openRealPage } from './testing/real-page.js'

const chromium = sharedChromium()

describe.skipIf(chromium === undefined)('runs and their videos on the page', () => {
  const open: { studio?: Awaited<ReturnType<typeof openRealPage>> } = {}
  let page: Page
  beforeAll(async () => {
    open.studio = await openRealPage(chromium ?? '', { template: 'endless-memrope' })
    page = open.studio.page
    // In WebM, which every Chromium plays.
    await page.locator('[data-card="video"]').getByRole('button', { name: 'Advanced' }).click()
    await page.locator('#card-video-encoder').selectOption('webp')
    // With `Frame Sampler.chunks` at 0 it is endless.
    await page.locator('#card-sampler-chunks').fill('0')
  })
  afterAll(() => open.studio?.[Symbol.asyncDispose]())

  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const state = () => page.locator('.run-bar .run-state')
  const video = () => page.locator('[data-card="video"]')
  const rows = () => page.locator('.run-list li')
  const panel = async (name: string) => page.getByRole('navigation').getByRole('button', { name }).click()
  const played = () => page.locator('.video-dialog video').evaluate((element: HTMLVideoElement) => element.currentTime)

  test('a video is played and downloaded from the card of the node that saves it, while it grows', async () => {
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => page.locator('.run-figures b').first().textContent()).toMatch(/^[3-9]|\d\d/)
    await video()
      .getByRole('button', { name: /^Play / })
      .click()
    await page.getByText('The video so far').waitFor()
    await expect.poll(played).toBeGreaterThan(0.1)
    await page.keyboard.press('Escape')
    const saved = page.waitForEvent('download')
    await video()
      .getByRole('link', { name: /^Download / })
      .click()
    const download = await saved
    expect(download.suggestedFilename()).toMatch(/\.webm$/)
    const read: Buffer[] = []
    for await (const part of await download.createReadStream()) read.push(Buffer.from(part))
    expect(Buffer.concat(read).length).toBeGreaterThan(1000)
  })

  test('a stopped run is as it was after a reload: its video, its chunks, and the way on', async () => {
    await button('Stop after this chunk').click()
    await expect.poll(() => state().textContent()).toBe('stopped')
    const way = await button(/^Resume at chunk/).textContent()
    await page.reload()
    await expect.poll(() => state().textContent()).toBe('stopped')
    expect(await button(/^Resume at chunk/).textContent()).toBe(way)
    await page.locator('.picture').waitFor()
    await video()
      .getByRole('button', { name: /^Play / })
      .click()
    await expect.poll(played).toBeGreaterThan(0.1)
    await page.keyboard.press('Escape')
    await button(/^Resume at chunk/).click()
    await expect.poll(() => state().textContent()).toBe('running')
  })

  test('a run whose document was deleted is found from the one that waits behind it, and makes way', async () => {
    await panel('Library')
    await button('New').click()
    await page.getByText('continues without this page').waitFor()
    await button(/^Delete Endless/).click()
    await button(/^Endless video with MemRoPE A/).click()
    await page.locator('[data-card="sampler"]').waitFor()
    await page.locator('.stage').focus()
    await page.keyboard.press('Control+Enter')
    await button(/^behind “/).click()
    await expect.poll(() => rows().count()).toBe(2)
    const ahead = rows().filter({ hasText: 'running' })
    await ahead.getByRole('button', { name: /^Stop / }).click()
    await expect.poll(() => state().textContent()).toBe('running')

    const over = rows().filter({ hasText: 'stopped' })
    await over.getByRole('button', { name: /^Play the video/ }).click()
    await expect.poll(played).toBeGreaterThan(0.1)
    // It was resumed once, so there are two.
    expect(await page.getByRole('group', { name: 'Videos of this run' }).getByRole('button').count()).toBe(2)
    await page.keyboard.press('Escape')
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await over.getByRole('button', { name: /^Delete / }).press('Enter')
    expect(await focused()).toBe('Keep')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => rows().count()).toBe(1)
    expect(await focused()).toMatch(/^Endless .*running/)
    await button('Stop now').click()
    await expect.poll(() => state().textContent()).toBe('stopped')
  })
})
