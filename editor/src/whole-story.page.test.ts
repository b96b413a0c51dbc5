import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { dot, drag } from './testing/page.js'
import { openRealPage } from './testing/real-page.js'

const chromium = sharedChromium()

const titles = [
  'Model Loader',
  'Prompt',
  'MemRoPE Cache',
  'Online RoPE',
  'Denoise Schedule',
  'Frame Sampler',
  'Frame Decoder',
  'Preview',
]

const wires = [
  ['model-loader output encoder', 'prompt input encoder'],
  ['model-loader output model', 'memrope-cache input model'],
  ['model-loader output model', 'denoise-schedule input model'],
  ['model-loader output model', 'frame-sampler input model'],
  ['model-loader output decoder', 'frame-decoder input decoder'],
  ['prompt output prompt', 'frame-sampler input prompt'],
  ['memrope-cache output cache', 'frame-sampler input cache'],
  ['online-rope output positions', 'frame-sampler input positions'],
  ['denoise-schedule output schedule', 'frame-sampler input schedule'],
  ['frame-sampler output latents', 'frame-decoder input latents'],
  ['frame-decoder output frames', 'preview input frames'],
] as const

describe.skipIf(chromium === undefined)('from an empty canvas to a video', () => {
  const open: { studio?: Awaited<ReturnType<typeof openRealPage>> } = {}
  let page: Page
  beforeAll(async () => {
    open.studio = await openRealPage(chromium ?? '')
    page = open.studio.page
  })
  afterAll(() => open.studio?.[Symbol.asyncDispose]())

  test('a pipeline is built with keyboard and mouse', async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Library' }).click()
    await page.getByRole('button', { name: 'New', exact: true }).click()
    await page.getByText('An empty canvas').waitFor()
    for (const [index, title] of titles.entries()) {
      await page.locator('.stage').focus()
      await page.keyboard.press('Shift+A')
      await page.keyboard.type(title)
      await page.keyboard.press('Enter')
      await page.locator('.card').nth(index).waitFor()
    }
    await page.keyboard.press('Control+Shift+F')
    await page.waitForTimeout(500)
    for (const [index, [from, to]] of wires.entries()) {
      await drag(page, await dot(page, from), await dot(page, to))
      await page.locator('.fl-wire-line').nth(index).waitFor({ state: 'attached' })
    }
    await page.locator('#card-prompt-text').fill('red ball meadow noon')
    await expect.poll(() => page.locator('[data-issue]').count()).toBe(0)
  })

  test('it runs, and at least 24 different pictures arrive in the node', async () => {
    await page.keyboard.press('Control+Enter')
    await page.locator('.picture').waitFor()
    const seen = new Set<string>()
    await expect
      .poll(async () => {
        seen.add(
          await page.locator('.picture').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL('image/jpeg', 0.5)),
        )
        return seen.size
      })
      .toBeGreaterThanOrEqual(24)
  })

  test('the nodes that hold memory tell how much', async () => {
    const told = page.locator('.card', { has: page.locator('.card-figure', { hasText: /^[\d.]+ [KM]iB$/ }) })
    await expect.poll(() => told.count()).toBe(3)
  })

  test('a prompt is changed while it plays, from a chunk on that is named', async () => {
    await page.locator('#card-prompt-text').fill('blue ball desert dusk')
    await page.getByText(/applied at chunk \d+/).waitFor()
  })

  test('after a reload the same document and the same run are there', async () => {
    await page.reload()
    await page.locator('.picture').waitFor()
    await expect.poll(() => page.locator('.card').count()).toBe(titles.length)
    await expect.poll(() => page.locator('.run-state').textContent()).toBe('running')
    await page.getByRole('button', { name: 'Stop now' }).click()
    await expect.poll(() => page.locator('.run-state').textContent()).toBe('stopped')
  })
})
