import { type Browser, chromium } from 'playwright-core'
import { inject } from 'vitest'

/** Milliseconds for which a page may keep a test waiting: a loaded machine is no failure. */
export const PATIENCE = 60_000

/** Where the Chromium of all tests of the page listens; undefined where there is none, and then the tests are skipped. */
export function sharedChromium(): string | undefined {
  return inject('chromium')
}

/** Its contexts are those of one test file, and end with it. */
export async function connectChromium(endpoint: string): Promise<Browser> {
  return chromium.connect(endpoint)
}
