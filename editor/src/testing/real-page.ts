import type { Page } from 'playwright-core'
import { connectChromium, PATIENCE } from './chromium.js'
import { openRealStudio } from './real-studio.js'

/** The real studio, and a page of it in Chromium; its document is on the canvas. */
export async function openRealPage(
  chromium: string,
  { template }: { readonly template?: string } = {},
): Promise<AsyncDisposable & { readonly page: Page; readonly url: string; readonly data: string }> {
  const studio = await openRealStudio()
  const browser = await connectChromium(chromium)
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  page.setDefaultTimeout(PATIENCE)
  await page.goto(template === undefined ? studio.url : `${studio.url}/#template=${template}`)
  await page.locator('.stage[data-ready]').waitFor()
  return {
    page,
    url: studio.url,
    data: studio.data,
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      await studio[Symbol.asyncDispose]()
    },
  }
}
