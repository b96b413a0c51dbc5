import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { dropFiles } from './testing/drop-files.js'
import { likeness } from './testing/likeness.js'
import { pictures } from './testing/pictures.js'
import { openRealPage } from './testing/real-page.js'

const chromium = sharedChromium()

describe.skipIf(chromium === undefined)('a video that starts from files of one’s own', () => {
  const open: { studio?: Awaited<ReturnType<typeof openRealPage>>; folder?: string } = {}
  let page: Page
  let folder: string
  let landscape: Buffer
  let another: Buffer
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frameloom-own-'))
    open.folder = folder
    await writeFile(join(folder, 'page.png'), '<!doctype html>')
    const [foreign] = await pictures(1)
    await writeFile(join(folder, 'foreign.jpg'), foreign ?? '')
    open.studio = await openRealPage(chromium ?? '', { template: 'first-frames' })
    page = open.studio.page
    await page.keyboard.press('Control+Shift+F')
    await page.locator('#card-sampler-chunks').fill('1')
  })
  afterAll(async () => {
    await open.studio?.[Symbol.asyncDispose]()
    if (open.folder !== undefined) await rm(open.folder, { recursive: true })
  })

  const card = () => page.locator('[data-card="first"]')
  const tiles = () => card().locator('.file-tile img')
  const source = () => page.locator('#card-first-source').inputValue()
  const loaded = () => tiles().evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth))

  async function choose(...names: readonly string[]) {
    const asked = page.waitForEvent('filechooser')
    await card()
      .getByRole('button', { name: /Choose or drop/ })
      .click()
    await (await asked).setFiles(names.map((name) => join(folder, name)))
  }

  /** Runs the first chunk, which is the given one, and returns the last picture of it. */
  async function played(): Promise<Buffer> {
    await page.locator('.stage').focus()
    await page.keyboard.press('Control+Enter')
    const state = (wanted: string) => page.locator(`.run-state${wanted}`).waitFor()
    await state(':not([data-state="ready"], [data-state="finished"])')
    await state('[data-state="finished"]')
    await page.locator('[data-card="preview"] .picture').waitFor()
    const url = await page
      .locator('[data-card="preview"] .picture')
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL('image/png'))
    return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
  }

  // Pictures of the world that the model knows, as it shows them itself: its encoder reads no others well.
  test('begins with a scene', async () => {
    another = await played()
    await page.locator('#card-first-scene').fill('red ball meadow noon')
    landscape = await played()
    await writeFile(join(folder, 'my landscape.png'), landscape)
    expect(await likeness(landscape, another)).toBeLessThan(0.6)
  })

  test('takes a picture that is chosen, shows it on the card, and begins with it', async () => {
    await choose('my landscape.png')
    await expect.poll(loaded).toEqual([320])
    expect(await card().locator('.file-name').textContent()).toBe('my-landscape.png')
    expect(await source()).toBe('pictures')
    const picture = await played()
    expect(await likeness(picture, landscape)).toBeGreaterThan(0.8)
    expect(await likeness(picture, another)).toBeLessThan(0.6)
  })

  test('takes several that are dropped on the card, as one step of the history', async () => {
    const names = ['my landscape.png', 'foreign.jpg'].map((name) => join(folder, name))
    await dropFiles(card().locator('.card-name'), names, async () => {
      await card().locator('.files-field[data-over]').waitFor()
    })
    await expect.poll(loaded).toEqual([320, 320])
    expect(await card().locator('.files-field[data-over]').count()).toBe(0)
    await page.locator('.stage').focus()
    await page.keyboard.press('Control+z')
    await expect.poll(loaded).toEqual([320])
    await page.keyboard.press('Control+z')
    await expect.poll(() => tiles().count()).toBe(0)
    expect(await source()).toBe('world')
    await page.keyboard.press('Control+y')
    await expect.poll(source).toBe('pictures')
  })

  test('takes a clip that is dropped, and begins with it', async (context) => {
    const clip = join(folder, 'clip.mp4')
    await writeFile(join(folder, 'another.png'), another)
    const still = ['-loop', '1', '-t', '2', '-i', join(folder, 'another.png'), '-pix_fmt', 'yuv420p']
    try {
      await promisify(execFile)('ffmpeg', ['-v', 'error', ...still, clip])
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause
      context.skip('ffmpeg is not installed')
    }
    await dropFiles(card().locator('.choose-files'), [clip])
    await expect.poll(source).toBe('video')
    await expect.poll(loaded).toEqual([320])
    const picture = await played()
    expect(await likeness(picture, another)).toBeGreaterThan(0.8)
    await page.locator('.stage').focus()
    await page.keyboard.press('Control+z')
    await expect.poll(source).toBe('pictures')
  })

  test('refuses what is no picture by its content, and changes nothing', async () => {
    await choose('page.png')
    await page.locator('.notice', { hasText: 'is neither a picture' }).waitFor()
    await expect.poll(loaded).toEqual([320])
    await dropFiles(page.locator('.stage'), [join(folder, 'foreign.jpg')])
    await page.locator('.notice', { hasText: 'drop it on the card of a First Frames node' }).waitFor()
  })

  test('shows how far an upload is, and leaves nothing of one that is cancelled', async () => {
    const inputs = join(open.studio?.data ?? '', 'inputs')
    const before = await readdir(inputs)
    await writeFile(join(folder, 'long.mp4'), Buffer.alloc(8 * 2 ** 20))
    const devtools = await page.context().newCDPSession(page)
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 200 * 1024 }
    await devtools.send('Network.emulateNetworkConditions', slow)
    await choose('long.mp4')
    const share = () =>
      card()
        .locator('.upload progress')
        .evaluate((bar: HTMLProgressElement) => bar.value)
    await expect.poll(share).toBeGreaterThan(0)
    expect(await share()).toBeLessThan(1)
    await dropFiles(card().locator('.card-name'), [join(folder, 'my landscape.png')])
    await page.locator('.notice', { hasText: 'long.mp4 is being sent' }).waitFor()
    await card().getByRole('button', { name: 'Cancel the upload' }).click()
    await card()
      .getByRole('button', { name: /Choose or drop/ })
      .waitFor()
    await devtools.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 })
    await devtools.detach()
    await expect.poll(() => readdir(inputs)).toEqual(before)
    expect(await source()).toBe('pictures')
  })

  test('says at the field which file is missing, and is well again once it is chosen anew', async () => {
    const inputs = join(open.studio?.data ?? '', 'inputs')
    const [name = ''] = (await readdir(inputs)).filter((one) => one.startsWith('my-landscape'))
    await rename(join(inputs, name), join(folder, 'elsewhere.png'))
    await page.goto('about:blank')
    await page.goto(open.studio?.url ?? '')
    const issue = card().locator('.field-issue')
    await expect.poll(() => issue.textContent()).toMatch(/'files' of node 'first' \(First Frames\) names 'my-landscape/)
    await card().locator('.file-tile[data-lost]').waitFor()
    await page.locator('.run-bar .badge').waitFor()
    await choose('my landscape.png')
    await expect.poll(loaded).toEqual([320])
    await expect.poll(() => issue.count()).toBe(0)
    expect(await readFile(join(inputs, name))).toEqual(landscape)
  })
})
