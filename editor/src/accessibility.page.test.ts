import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { openPage, type OpenPage } from './testing/page.js'
import { pipeline } from './testing/pipeline.js'

const chromium = sharedChromium()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe.skipIf(chromium === undefined)('accessibility of the page', () => {
  let open: OpenPage
  beforeAll(async () => {
    open = await openPage(chromium ?? '', { templates: [pipeline] })
    await open.page.locator('.stage[data-ready]').waitFor()
    await open.page.evaluate(axe)
  })
  afterAll(async () => open[Symbol.asyncDispose]())

  /** By all rules, or by those that colours alone decide; on the whole page, or in a part of it. */
  async function findings(by: 'all' | 'colours' = 'all', part = 'html'): Promise<string[]> {
    const options = by === 'all' ? {} : { runOnly: ['color-contrast', 'link-in-text-block'] }
    const result = (await open.page.evaluate(
      `axe.run(${JSON.stringify(part)}, ${JSON.stringify(options)})`,
    )) as AxeResults
    return result.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
  }

  test.each([
    { theme: 'dark', by: 'all' },
    { theme: 'light', by: 'colours' },
  ] as const)('has no serious finding in the $theme theme, with any panel open', async ({ theme, by }) => {
    await open.page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme)
    expect(await findings(by)).toEqual([])
    for (const panel of ['Nodes', 'Library', 'Runs', 'Outline', 'Timeline', 'Problems']) {
      const button = open.page.getByRole('navigation').getByRole('button', { name: panel })
      if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click()
      await open.page.getByRole('complementary', { name: panel }).waitFor()
      expect(await findings(by, '.panel')).toEqual([])
    }
  })

  test('has none in its dialogs and its palette', async () => {
    await open.page.locator('.stage').click({ position: { x: 20, y: 20 } })
    await open.page.keyboard.press('Shift+A')
    await open.page.getByRole('listbox').waitFor()
    expect(await findings()).toEqual([])
    await open.page.keyboard.press('Escape')
    await open.page.keyboard.press('?')
    await open.page.getByRole('dialog').waitFor()
    expect(await findings()).toEqual([])
    await open.page.keyboard.press('Escape')
  })

  test('reaches every node by Tab, each with a name', async () => {
    await open.page.locator('[data-card="loader"]').focus()
    const names = new Set<string>()
    for (let i = 0; i < 60 && names.size < 8; i++) {
      const name = await open.page.evaluate(
        () => document.activeElement?.closest('.card')?.getAttribute('aria-label') ?? '',
      )
      if (name !== '') names.add(name)
      await open.page.keyboard.press('Tab')
    }
    expect(names.size).toBe(8)
  })

  test('connects in the outline what a mouse connects on the canvas', async () => {
    await open.page.getByRole('navigation').getByRole('button', { name: 'Outline' }).click()
    await open.page.locator('.outline summary', { hasText: 'Frame Decoder' }).click()
    const choice = open.page.locator('#wire-decoder-latents')
    await choice.selectOption('')
    await expect.poll(() => open.page.locator('.fl-wire-line').count()).toBe(10)
    await choice.selectOption({ label: 'Frame Sampler · latents' })
    await expect.poll(() => open.page.locator('.fl-wire-line').count()).toBe(11)
    await open.page.getByRole('button', { name: 'Add a reroute point to the wire into latents' }).click()
    await expect.poll(() => open.page.locator('.fl-point').count()).toBe(1)
    expect(await findings()).toEqual([])
  })
})
