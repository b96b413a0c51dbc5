import { describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { freshPage } from './testing/fresh-page.js'
import { pipeline } from './testing/pipeline.js'

const chromium = sharedChromium()
const EVERY_SAVE = '**/api/documents/*'

describe.skipIf(chromium === undefined)('the library on the page', () => {
  const open = freshPage(chromium)

  const title = () => open.page.getByLabel('Title of the document')
  const state = () => open.page.locator('.save-state').textContent()
  const button = (name: string | RegExp) => open.page.getByRole('button', { name })
  const titles = () => [...open.stage.saved.values()].map(({ document }) => document.meta?.title)
  /** The example, changed and thereby in the library. */
  const named = async (name: string) => {
    await title().fill(name)
    await open.page.keyboard.press('Control+s')
    await expect.poll(state).toBe('Saved')
  }
  /** Saves over a document wait until they are released. */
  async function heldSaves(): Promise<{ readonly release: () => void }> {
    const held = { release: () => {} }
    const released = new Promise<void>((resolve) => (held.release = resolve))
    await open.page.route(EVERY_SAVE, async (route) => {
      if (route.request().method() === 'PUT') await released
      await route.continue()
    })
    return held
  }
  /** Saves over a document get this answer. */
  const failingSaves = (status: number, code: string, message: string) =>
    open.page.route(EVERY_SAVE, async (route) => {
      if (route.request().method() !== 'PUT') return route.continue()
      await route.fulfill({ status, json: { error: { code, message } } })
    })

  test('saves the last edit before another document takes its place', async () => {
    await button('Library').click()
    await named('First')
    await title().fill('First, changed at last')
    await button('New').click()
    await expect.poll(() => title().inputValue()).toBe('Untitled')
    await expect.poll(titles).toEqual(['First, changed at last', 'Untitled'])
    // Nobody has made a mistake yet.
    expect(await open.page.locator('.badge').count()).toBe(0)

    const go = (hash: string) => open.page.evaluate((to) => location.assign(to), hash)
    await go('#document=document-1')
    await expect.poll(() => title().inputValue()).toBe('First, changed at last')
    await go('#document=gone')
    await open.page.locator('.notice[data-tone="error"]').waitFor()
    expect(new URL(open.page.url()).hash).toBe('#document=document-1')
  })

  test('a page that cannot be drawn says why, gives the document away, and is tried again', async () => {
    await named('First')
    await open.page.evaluate(() => {
      document.body.dataset['clock'] = 'broken'
      const broken = () => {
        if (document.body.dataset['clock'] !== 'broken') return '12:00'
        throw new Error('No clock.')
      }
      // The time of today, or the date where midnight has passed since it was saved.
      Date.prototype.toLocaleTimeString = broken
      Date.prototype.toLocaleDateString = broken
    })
    await button('Library').click()
    await open.page.getByText('The page cannot be drawn: No clock.').waitFor()
    const saved = open.page.waitForEvent('download')
    await button('Export the document').click()
    expect((await saved).suggestedFilename()).toBe('first.frameloom.json')
    await open.page.evaluate(() => delete document.body.dataset['clock'])
    await button('Try again').click()
    await open.page.locator('.stage[data-ready]').waitFor()
    expect(await title().inputValue()).toBe('First')
  })

  test('never saves a document in the place of the one before it', async () => {
    await button('Library').click()
    await named('First')
    const saves = await heldSaves()
    await title().fill('First, on its way')
    await expect.poll(state).toBe('Saving…')
    await button('New').click()
    saves.release()
    await expect.poll(titles).toEqual(['First, on its way', 'Untitled'])
    await title().fill('Second')
    await expect.poll(titles).toEqual(['First, on its way', 'Second'])
    expect(open.stage.saved.get('document-1')?.document.nodes).toHaveLength(pipeline.nodes.length)
  })

  test('keeps on the canvas what cannot be saved, says why, and lets nobody leave it unasked', async () => {
    await button('Library').click()
    await named('First')
    await failingSaves(507, 'disk-full', 'The disk is full.')
    await title().fill('Only here')
    await expect.poll(state).toBe('Not saved')
    await expect.poll(() => open.page.locator('.save-problem').textContent()).toBe('The disk is full.')
    await button('New').click()
    await open.page.getByText('This document is not saved (The disk is full.)').waitFor()
    expect(await title().inputValue()).toBe('Only here')

    await button('Discard changes').press('Enter')
    await expect.poll(() => title().inputValue()).toBe('First')
    expect(await title().evaluate((input) => input === document.activeElement)).toBe(true)
    await open.page.unrouteAll()
    await button('New').click()
    await expect.poll(titles).toEqual(['First', 'Untitled'])
  })

  test('what was deleted elsewhere is kept as a copy', async () => {
    await named('First')
    open.stage.saved.clear()
    await title().fill('Still here')
    await expect.poll(state).toBe('Not saved')
    await button('Keep mine as a copy').click()
    await expect.poll(state).toBe('Saved')
    expect(titles()).toEqual(['Still here'])
  })

  test('of a document that was saved elsewhere meanwhile, theirs is taken by a click in a small window', async () => {
    await open.page.setViewportSize({ width: 1280, height: 720 })
    await named('First')
    const saved = open.stage.saved.get('document-1')
    if (saved === undefined) throw new Error('It is in the library.')
    const { document, revision } = saved
    open.stage.saved.set('document-1', {
      ...saved,
      revision: revision + 1,
      document: { ...document, meta: { title: 'Theirs' } },
    })
    await title().fill('Mine')
    await expect.poll(state).toBe('Changed elsewhere')
    const sentence = open.page.getByText('Somebody saved it meanwhile.')
    expect(await sentence.evaluate((line) => line.scrollWidth <= line.clientWidth && line.clientWidth > 0)).toBe(true)
    await button('Take theirs').click()
    await expect.poll(() => title().inputValue()).toBe('Theirs')
    await open.page.setViewportSize({ width: 1600, height: 900 })
  })

  test('saves what is undone while it is being saved', async () => {
    await named('First')
    const saves = await heldSaves()
    await open.page.locator('[data-card="cache"] .card-name').click()
    await open.page.keyboard.press('Delete')
    await expect.poll(state).toBe('Saving…')
    await open.page.keyboard.press('Control+z')
    await expect.poll(() => open.page.locator('.card').count()).toBe(pipeline.nodes.length)
    saves.release()
    await expect.poll(() => open.stage.saved.get('document-1')?.revision).toBe(3)
    await expect.poll(state).toBe('Saved')
    expect(open.stage.saved.get('document-1')?.document.nodes).toHaveLength(pipeline.nodes.length)
  })

  test('brings back what was deleted', async () => {
    await button('Library').click()
    await named('First')
    await button('Delete First').press('Enter')
    await expect.poll(titles).toEqual([])
    expect(await open.page.evaluate(() => document.activeElement?.className)).toBe('stage')
    await open.page.locator('.notice').getByRole('button', { name: 'Undo' }).click()
    await expect.poll(titles).toEqual(['First'])
    await expect.poll(state).toBe('Saved')
    await title().fill('First again')
    await expect.poll(titles).toEqual(['First again'])
  })

  test('leaves no connection behind where it cannot be opened, and opens once it is asked to try again', async () => {
    const { page } = open
    const closed: boolean[] = []
    await page.goto('about:blank')
    page.on('websocket', (socket) => {
      const at = closed.push(false) - 1
      socket.on('close', () => (closed[at] = true))
    })
    await page.route('**/api/documents', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      await route.fulfill({ status: 500, json: { error: { code: 'internal', message: 'The disk is gone.' } } })
    })
    await page.goto(open.stage.url)
    await button('Try again').waitFor()
    await expect.poll(() => closed).toEqual([true])
    await page.unrouteAll()
    await button('Try again').click()
    await page.locator('.stage[data-ready]').waitFor()
    await expect.poll(() => closed).toEqual([true, false])
  })

  test('asks before it is left with something unsaved', async () => {
    await named('First')
    await failingSaves(507, 'disk-full', 'The disk is full.')
    // A browser asks only where somebody has touched the page.
    await title().click()
    await title().fill('Only here')
    await expect.poll(state).toBe('Not saved')
    const asked: string[] = []
    open.page.once('dialog', (dialog) => {
      asked.push(dialog.type())
      void dialog.dismiss()
    })
    await open.page.evaluate(() => location.assign('about:blank'))
    await expect.poll(() => asked).toEqual(['beforeunload'])
    expect(await title().inputValue()).toBe('Only here')
  })
})
