import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { openPage, type OpenPage } from './testing/page.js'
import { pipeline } from './testing/pipeline.js'

const chromium = sharedChromium()

/** Counts the commits of React in the page. */
function countWork(): void {
  const counts = { commits: 0 }
  Object.assign(globalThis, {
    counts,
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      renderers: new Map(),
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot: () => counts.commits++,
      onCommitFiberUnmount: () => undefined,
      onPostCommitFiberRoot: () => undefined,
    },
  })
}

describe.skipIf(chromium === undefined)('running on the page', () => {
  let open: OpenPage
  beforeAll(async () => {
    // Chunks come only when a test asks for one; otherwise only pictures arrive.
    open = await openPage(chromium ?? '', { templates: [pipeline], pace: 0 })
    await open.page.addInitScript(countWork)
    await open.page.reload()
    await open.page.locator('.stage[data-ready]').waitFor()
  })
  afterAll(async () => open[Symbol.asyncDispose]())

  const commits = () =>
    open.page.evaluate(() => (globalThis as typeof globalThis & { counts: { commits: number } }).counts.commits)

  test('shows pictures inside the node, and renders nothing for them', async () => {
    await open.page.keyboard.down('Control')
    await open.page.keyboard.down('Enter')
    await open.page.locator('.picture').waitFor()
    // Keys that are held start nothing more.
    await open.page.keyboard.down('Enter')
    await open.page.keyboard.up('Enter')
    await open.page.keyboard.up('Control')
    await open.page.waitForTimeout(300)
    const before = { commits: await commits(), drawn: open.stage.drawn() }
    await expect.poll(() => open.stage.drawn() - before.drawn).toBeGreaterThan(24)
    expect(await commits()).toBe(before.commits)
    expect(open.stage.runs.size).toBe(1)
  })

  test('sends a live value at once and says from which chunk on it holds', async () => {
    await open.page.getByLabel('Text').fill('a blue box')
    await open.page.getByText('queued for chunk').waitFor()
    const [run] = open.stage.runs.values()
    expect(run?.view.changes).toMatchObject([{ node: 'prompt', param: 'text', value: 'a blue box', phase: 'queued' }])
    // The chunk that is being made, and the one behind it.
    for (let chunk = 0; chunk < 2; chunk++) run?.advance()
    await open.page.getByText('applied at chunk').waitFor()
  })

  test('says where the run plays another value than the field shows, and takes it over', async () => {
    const [run] = open.stage.runs.values()
    const node = run?.view.order.find((id) => id === 'prompt')
    if (node === undefined) throw new Error('The run has a prompt.')
    // From another window.
    run?.set(node, 'text', 'a red cone')
    await open.page.getByText('the run plays “a red cone”').waitFor()
    await open.page.getByRole('button', { name: 'Take over what the run plays: Text' }).press('Enter')
    expect(await open.page.locator('#card-prompt-text').inputValue()).toBe('a red cone')
    expect(await open.page.evaluate(() => document.activeElement?.id)).toBe('card-prompt-text')
    await open.page.getByText('the run plays').waitFor({ state: 'detached' })
  })

  test('says that a changed graph needs another run', async () => {
    await open.page.getByLabel('Cache size').fill('10')
    await open.page.getByRole('button', { name: 'Run again' }).waitFor()
    await open.page.keyboard.press('Escape')
    await open.page.keyboard.press('Control+z')
    await expect.poll(() => open.page.getByRole('button', { name: 'Run again' }).count()).toBe(0)
  })

  test('goes on showing the run after a reload', async () => {
    await open.page.reload()
    await open.page.locator('.picture').waitFor()
    await expect.poll(() => open.page.locator('.run-state').textContent()).toBe('running')
  })

  test('looks back picture by picture from the newest, however many have arrived since it opened', async () => {
    await open.page.locator('.preview').evaluate((button: HTMLElement) => button.click())
    const back = open.page.getByRole('dialog', { name: 'Preview' }).getByLabel('Look back')
    await back.waitFor()
    const before = open.stage.drawn()
    await expect.poll(() => open.stage.drawn() - before).toBeGreaterThan(40)
    await back.press('ArrowLeft')
    const fromEnd = () => back.evaluate(({ max, value }: HTMLInputElement) => Number(max) - Number(value))
    await expect.poll(() => back.getAttribute('aria-valuetext')).toMatch(/^1 pictures? back/)
    expect(await fromEnd()).toBe(1)
    await back.press('ArrowLeft')
    expect(await fromEnd()).toBe(2)
    await back.press('End')
    expect(await back.getAttribute('aria-valuetext')).toBe('Live')
    await open.page.keyboard.press('Escape')
  })

  test('enlarges a preview, pauses, goes on and stops', async () => {
    await open.page.locator('.preview-open').click()
    await open.page.getByRole('dialog', { name: 'Preview' }).locator('canvas').waitFor()
    await open.page.keyboard.press('Escape')
    await open.page.locator('.preview').dblclick()
    await open.page.getByRole('dialog', { name: 'Preview' }).locator('canvas').waitFor()
    await open.page.keyboard.press('Escape')
    await open.page.getByRole('button', { name: 'Pause' }).click()
    await expect.poll(() => open.page.locator('.run-state').textContent()).toBe('paused')
    await open.page.getByRole('button', { name: 'Resume', exact: true }).click()
    await open.page.getByRole('button', { name: 'Stop now' }).click()
    await expect.poll(() => open.page.locator('.run-state').textContent()).toBe('stopped')
    expect(open.errors).toEqual([])
  })

  test('does no more on a double click on Run, and leaves its buttons where they are', async () => {
    const left = async (name: string) => (await open.page.getByRole('button', { name }).boundingBox())?.x
    const stops = ['Stop after this chunk', 'Stop now']
    const before = await Promise.all(stops.map(left))
    const run = open.page.getByRole('button', { name: 'Run', exact: true })
    const place = (await run.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    const middle = [place.x + place.width / 2, place.y + place.height / 2] as const
    // The second click of two once Pause stands at the place of Run.
    await open.page.mouse.click(...middle)
    await open.page.getByRole('button', { name: 'Pause' }).waitFor()
    await open.page.mouse.down({ clickCount: 2 })
    await open.page.mouse.up({ clickCount: 2 })
    await expect.poll(() => open.page.locator('.run-state').textContent()).toBe('running')
    expect(await Promise.all(stops.map(left))).toEqual(before)
    expect(await open.page.getByRole('button', { name: 'Pause' }).boundingBox()).toEqual(place)
    await open.page.getByRole('button', { name: 'Stop now' }).click()
    await expect.poll(() => open.page.locator('.run-state').textContent()).toBe('stopped')
    expect(await Promise.all(stops.map(left))).toEqual(before)
  })

  test('says at once how it will stop, and takes no button twice', async () => {
    const button = (name: string) => open.page.getByRole('button', { name, exact: true })
    const state = () => open.page.locator('.run-state').textContent()
    await button('Run').click()
    await expect.poll(state).toBe('running')
    await button('Stop after this chunk').click()
    await expect.poll(state).toBe('stopping after this chunk…')
    expect(await button('Stop after this chunk').isDisabled()).toBe(true)
    expect(await button('Pause').isDisabled()).toBe(true)
    await button('Stop now').click()
    await expect.poll(state).toBe('stopped')
    await button('Run').click()
    await expect.poll(state).toBe('running')
    await button('Stop after this chunk').click()
    await expect.poll(state).toBe('stopping after this chunk…')
    const run = [...open.stage.runs.values()].at(-1)
    run?.advance()
    await expect.poll(state).toBe('stopped')
  })

  test('keeps the focus in its bar where the button that was pressed goes', async () => {
    const isInBar = () => open.page.evaluate(() => document.activeElement?.matches('.run-bar button:enabled'))
    const press = async (name: string) => {
      await open.page.getByRole('button', { name, exact: true }).focus()
      await open.page.keyboard.press('Enter')
    }
    await press('Run')
    await expect.poll(() => open.page.locator('.run-state').textContent()).toBe('running')
    await expect.poll(isInBar).toBe(true)
    await press('Stop now')
    await expect.poll(() => open.page.locator('.run-state').textContent()).toBe('stopped')
    await expect.poll(isInBar).toBe(true)
  })
})
