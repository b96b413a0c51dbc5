import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where it listens; undefined where there is none. */
    readonly chromium: string | undefined
  }
}

/**
 * Chromium loads pages of its own for the address bar, which nobody sees here: seconds of processor time at each start. The last such
 * list counts, so those of Playwright's that matter to a page under test are repeated.
 */
const WITHOUT = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'PaintHolding', 'HttpsUpgrades']
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']

/** Without windows first: the same engine, which draws no frame of a browser around the page, for a fifth less processor time. */
const PLACES =
  process.env['CHROMIUM'] === undefined
    ? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
    : [process.env['CHROMIUM']]

/** One Chromium for all tests of the page: its start costs more processor time than two pages. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const executablePath = PLACES.find((path) => existsSync(path))
  if (executablePath === undefined) {
    process.stdout.write(`skipped: no Chromium at ${PLACES.join(' or ')}; install it, or set CHROMIUM.\n`)
    project.provide('chromium', undefined)
    return undefined
  }
  const args = ['--no-sandbox', '--disable-gpu', `--disable-features=${WITHOUT.join(',')}`, ...QUIET]
  const server = await chromium.launchServer({ executablePath, args, host: '127.0.0.1' })
  project.provide('chromium', server.wsEndpoint())
  return () => server.close()
}
