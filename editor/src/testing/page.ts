import type { Browser, Page } from 'playwright-core'
import { site } from './built-page.js'
import { connectChromium, PATIENCE } from './chromium.js'
import { openStage, type StageOptions } from './stage.js'

export interface OpenPage extends AsyncDisposable {
  readonly page: Page
  readonly browser: Browser
  readonly stage: Awaited<ReturnType<typeof openStage>>
  /** What the page wrote as errors. */
  readonly errors: readonly string[]
}

/** Puts the built page on a stage and opens it in Chromium. */
export async function openPage(chromium: string, options: Omit<StageOptions, 'site'>): Promise<OpenPage> {
  const stage = await openStage({ site, ...options })
  const browser = await connectChromium(chromium)
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, colorScheme: 'dark' })
  page.setDefaultTimeout(PATIENCE)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(stage.url)
  return {
    page,
    browser,
    stage,
    errors,
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      await stage.close()
    },
  }
}

/** The middle of a port's dot, in pixels of the window. */
export async function dot(page: Page, place: string): Promise<{ x: number; y: number }> {
  const [node = '', side = '', port = ''] = place.split(' ')
  const box = await page
    .locator(`[data-node="${node}"][data-side="${side}"][data-port="${port}"] .fl-dot`)
    .boundingBox()
  if (box === null) throw new Error(`The page shows no ${place}.`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Drags with the mouse, in several moves, as a hand does. */
export async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 })
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
}
