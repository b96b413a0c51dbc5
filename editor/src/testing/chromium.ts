import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/**
 * Chromium loads pages of its own for the address bar, which nobody sees here: seconds of processor time at each start. The last such
 * list counts, so those of Playwright's that matter to a page under test are repeated.
 */
const WITHOUT = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'PaintHolding', 'HttpsUpgrades']

/** Where Chromium is, or undefined where there is none; then tests of the page say so and are skipped. */
export function chromiumPath(): string | undefined {
  const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  if (existsSync(path)) return path
  process.stdout.write(`skipped: no Chromium at ${path}; install it, or set CHROMIUM.\n`)
  return undefined
}

export async function launchChromium(executablePath: string): Promise<Browser> {
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']
  const args = ['--no-sandbox', '--disable-gpu', `--disable-features=${WITHOUT.join(',')}`, ...quiet]
  return chromium.launch({ executablePath, args })
}
