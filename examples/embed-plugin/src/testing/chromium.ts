import type { LaunchOptions } from 'playwright-core'

/** The browser of the tests. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

export const LAUNCH: LaunchOptions = {
  executablePath: CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
}
