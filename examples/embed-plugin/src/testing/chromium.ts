import { existsSync } from 'node:fs'
import type { LaunchOptions } from 'playwright-core'

const WITHOUT_WINDOWS = '/usr/bin/chromium-headless-shell'

/** The browser of the tests. */
export const CHROMIUM = process.env['CHROMIUM'] ?? (existsSync(WITHOUT_WINDOWS) ? WITHOUT_WINDOWS : '/usr/bin/chromium')

/** Milliseconds for which a page may keep a test waiting: a loaded machine is no failure. */
export const PATIENCE = 60_000

export const LAUNCH: LaunchOptions = {
  executablePath: CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
}
