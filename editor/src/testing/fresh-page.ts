import type { GraphDocument } from '@frameloom/graph'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { openPage, type OpenPage } from './page.js'
import { pipeline } from './pipeline.js'

/** The page of a file's tests, as it is now. */
export interface FreshPage {
  readonly page: Page
  readonly stage: OpenPage['stage']
  readonly errors: readonly string[]
  /** What was saved last. */
  readonly stored: () => GraphDocument | undefined
}

/** One browser for the tests around it; each begins with the example on the canvas, an empty library, and the focus on the stage. */
export function freshPage(chromium: string | undefined): FreshPage {
  const opened: { page?: OpenPage } = {}
  const now = (): OpenPage => {
    if (opened.page === undefined) throw new Error('The page is there while tests run.')
    return opened.page
  }
  beforeAll(async () => {
    opened.page = await openPage(chromium ?? '', { templates: [pipeline] })
  })
  afterAll(async () => opened.page?.[Symbol.asyncDispose]())
  beforeEach(async () => {
    const { page, stage } = now()
    await page.goto('about:blank')
    await page.unrouteAll()
    stage.saved.clear()
    await page.goto(`${stage.url}/#template=${pipeline.id}`)
    await page.locator('.stage[data-ready]').waitFor()
    // Away from the list of nodes, whose search field may have the focus.
    await page.locator('.stage').focus()
  })
  return {
    get page() {
      return now().page
    },
    get stage() {
      return now().stage
    },
    get errors() {
      return now().errors
    },
    stored: () => [...now().stage.saved.values()].at(-1)?.document,
  }
}
