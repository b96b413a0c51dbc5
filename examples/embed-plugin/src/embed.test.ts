import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build, preview, type PreviewServer } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, LAUNCH, PATIENCE } from './testing/chromium.js'

const root = join(import.meta.dirname, '..')
const present = existsSync(CHROMIUM)
if (!present) process.stdout.write(`skipped: no Chromium at ${CHROMIUM}; set CHROMIUM to one.\n`)

describe.skipIf(!present)('the plugin in another editor', () => {
  const open: { browser?: Browser; server?: PreviewServer; outDir?: string } = {}
  let page: Page

  beforeAll(async () => {
    const outDir = await mkdtemp(join(tmpdir(), 'embed-plugin-'))
    open.outDir = outDir
    await build({ root, logLevel: 'silent', build: { outDir, emptyOutDir: true } })
    open.server = await preview({ root, logLevel: 'silent', build: { outDir }, preview: { port: 0 } })
    open.browser = await chromium.launch(LAUNCH)
    page = await open.browser.newPage({ viewport: { width: 1200, height: 700 } })
    page.setDefaultTimeout(PATIENCE)
    await page.goto(open.server.resolvedUrls?.local[0] ?? '')
    await page.locator('.fl-card').nth(3).waitFor()
  })

  afterAll(async () => {
    await open.browser?.close()
    await open.server?.close()
    if (open.outDir !== undefined) await rm(open.outDir, { recursive: true })
  })

  const saved = async () => JSON.parse((await page.locator('#text').textContent()) ?? '') as typeof sample
  const sample = {
    nodes: [{ id: '', mood: '' }],
    wires: [{ from: { node: '' }, to: { node: '', port: '' }, points: [{ x: 0, y: 0 }] }],
  }

  const dot = async (node: string, side: string, port: string) => {
    const box = await page
      .locator(`[data-node="${node}"][data-side="${side}"][data-port="${port}"] .fl-dot`)
      .boundingBox()
    if (box === null) throw new Error(`port ${port} of ${node} is not on the page`)
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  async function drag(from: { x: number; y: number }, to: { x: number; y: number }) {
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
    await page.mouse.move(to.x, to.y, { steps: 4 })
    await page.mouse.up()
  }

  test('refuses a wire between unlike ports, says why, and leaves nothing on the pointer', async () => {
    await drag(await dot('cache', 'output', 'cache'), await dot('sampler', 'input', 'positions'))
    await expect.poll(() => page.locator('#said').textContent()).toContain('takes position-policy')
    await expect.poll(() => page.locator('.fl-wire').count()).toBe(1)
  })

  test('dims ports that do not fit while a wire is drawn', async () => {
    const from = await dot('cache', 'output', 'cache')
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x + 60, from.y + 10, { steps: 3 })
    const fits = page.locator('[data-node="sampler"][data-side="input"]')
    await expect
      .poll(() => fits.evaluateAll((ports) => ports.map((port) => port.dataset['fit'])))
      .toEqual(['yes', 'no'])
    await page.mouse.up()
    await expect.poll(() => page.locator('[data-fit]').count()).toBe(0)
  })

  test('connects by mouse, and the document has the wire', async () => {
    await drag(await dot('cache', 'output', 'cache'), await dot('sampler', 'input', 'cache'))
    await expect
      .poll(async () => (await saved()).wires.map(({ to }) => `${to.node}.${to.port}`))
      .toEqual(['glow.latents', 'sampler.cache'])
  })

  test('draws wires from socket to socket', async () => {
    const path = page.locator('.fl-wire[data-wire*="cache"] .fl-wire-line')
    await path.waitFor({ state: 'attached' })
    const wire = await path.evaluate((line: SVGPathElement) => {
      const matrix = line.getScreenCTM()
      const end = line.getPointAtLength(line.getTotalLength())
      return matrix === null ? null : new DOMPoint(end.x, end.y).matrixTransform(matrix).toJSON()
    })
    const port = await dot('sampler', 'input', 'cache')
    expect(Math.hypot((wire?.x ?? 0) - port.x, (wire?.y ?? 0) - port.y)).toBeLessThan(2)
  })

  test('leads a wire through a point that a double click adds and a drag moves, without zooming', async () => {
    const [from, to] = [await dot('cache', 'output', 'cache'), await dot('sampler', 'input', 'cache')]
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
    await page.mouse.dblclick(middle.x, middle.y)
    await expect.poll(() => page.locator('.fl-point').count()).toBe(1)
    expect(await dot('cache', 'output', 'cache')).toEqual(from)
    const led = async () => (await saved()).wires.find(({ to: end }) => end.port === 'cache')?.points
    await expect.poll(async () => (await led())?.length).toBe(1)
    const [before] = (await led()) ?? []
    const scale = await page.locator('.fl-point').evaluate((point: SVGGElement) => point.getScreenCTM()?.a ?? 0)
    await drag(middle, { x: middle.x + 10, y: middle.y + 90 })
    // The canvas lies still, and the document has the whole way.
    expect(await dot('cache', 'output', 'cache')).toEqual(from)
    await expect.poll(async () => ((await led())?.[0]?.y ?? 0) - (before?.y ?? 0)).toBeCloseTo(90 / scale, -1)
    const box = await page.locator('.fl-point-dot').boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0) / 2).toBeCloseTo(middle.y + 90, -1)
  })

  test('keeps the node type that is not installed, and leaves the host its own node', async () => {
    expect((await saved()).nodes.find(({ id }) => id === 'glow')?.mood).toBe('warm')
    await expect.poll(() => page.getByText('somebody/glow is not installed').count()).toBe(1)
    await expect.poll(() => page.getByText('The host’s own node').count()).toBe(1)
    expect((await saved()).nodes).toHaveLength(4)
  })

  test('takes a press on a port that a wire leads over', async () => {
    const port = await dot('cache', 'output', 'cache')
    const isPort = ({ x, y }: { x: number; y: number }) =>
      document.elementFromPoint(x, y)?.closest('[data-port]')?.getAttribute('data-node')
    expect(await page.evaluate(isPort, port)).toBe('cache')
  })

  describe('a wire that is lifted from its input', () => {
    const lifted = () => page.locator('.fl-wire[data-wire^="pseudo"]').count()
    const ends = async () => (await saved()).wires.map(({ to }) => `${to.node}.${to.port}`)
    const all = ['glow.latents', 'sampler.cache']

    async function lift() {
      const { x, y } = await dot('sampler', 'input', 'cache')
      await page.mouse.click(x, y)
      await page.mouse.move(x - 40, y + 60)
      await expect.poll(lifted).toBe(1)
    }

    test('by a click is put back by a click beside the canvas', async () => {
      await lift()
      await page.getByRole('button', { name: 'Export document' }).click()
      await expect.poll(lifted).toBe(0)
      expect(await ends()).toEqual(all)
    })

    test('is put back by Escape, whether clicked or held', async () => {
      await lift()
      await page.keyboard.press('Escape')
      await expect.poll(lifted).toBe(0)
      await page.mouse.click(300, 600)
      expect(await ends()).toEqual(all)

      const port = await dot('sampler', 'input', 'cache')
      await page.mouse.move(port.x, port.y)
      await page.mouse.down()
      await page.mouse.move(port.x - 90, port.y + 90, { steps: 4 })
      await expect.poll(lifted).toBe(1)
      await page.keyboard.press('Escape')
      await expect.poll(lifted).toBe(0)
      await page.mouse.up()
      expect(await ends()).toEqual(all)
    })

    test('and brought back is where it was', async () => {
      const port = await dot('sampler', 'input', 'cache')
      await page.mouse.move(port.x, port.y)
      await page.mouse.down()
      await page.mouse.move(port.x - 90, port.y + 90, { steps: 4 })
      await page.mouse.move(port.x, port.y, { steps: 4 })
      await page.mouse.up()
      await expect.poll(lifted).toBe(0)
      expect(await ends()).toEqual(all)
    })

    test('and dragged away is removed', async () => {
      const port = await dot('sampler', 'input', 'cache')
      await drag(port, { x: port.x - 90, y: port.y + 150 })
      await expect.poll(ends).toEqual(['glow.latents'])
      await drag(await dot('cache', 'output', 'cache'), port)
      await expect.poll(ends).toEqual(all)
    })
  })

  test('draws wires to and from the host’s own node, several into an input that takes them, and keeps them out of the document', async () => {
    const wires = await page.locator('.fl-wire').count()
    const middle = async (side: string) => {
      const box = await page.locator(`[data-testid="${side}-socket"]`).boundingBox()
      if (box === null) throw new Error(`The host’s node shows no ${side}.`)
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    }
    const [into, out] = [await middle('input'), await middle('output')]
    await drag(await dot('cache', 'output', 'cache'), into)
    await expect.poll(() => page.locator('.fl-wire-line').count()).toBe(wires + 1)
    await drag(await dot('positions', 'output', 'positions'), into)
    await expect.poll(() => page.locator('.fl-wire-line').count()).toBe(wires + 2)
    await drag(out, await dot('sampler', 'input', 'positions'))
    await expect.poll(() => page.locator('.fl-wire-line').count()).toBe(wires + 3)
    const last = await page
      .locator('.fl-wire-line')
      .last()
      .evaluate((line: SVGPathElement) => {
        const matrix = line.getScreenCTM()
        const start = line.getPointAtLength(0)
        return matrix === null ? null : new DOMPoint(start.x, start.y).matrixTransform(matrix).toJSON()
      })
    // Rete's own watcher ends wires 12 pixels beside the middle of a socket.
    expect(Math.hypot((last?.x ?? 0) - out.x, (last?.y ?? 0) - out.y)).toBeLessThan(16)
    expect((await saved()).wires).toHaveLength(2)
  })

  test('shows which nodes the host has selected', async () => {
    await page.locator('.fl-title', { hasText: 'Online RoPE' }).click()
    await expect
      .poll(() => page.locator('.fl-card[data-selected]').getByText('Online RoPE', { exact: true }).count())
      .toBe(1)
    await page.mouse.click(300, 640)
    await expect.poll(() => page.locator('.fl-card[data-selected]').count()).toBe(0)
  })

  test('lives beside other plugins: a minimap has every node in its size, a context menu deletes one', async () => {
    const sizes = await page
      .locator('[data-testid="minimap-node"]')
      .evaluateAll((nodes) =>
        nodes.map((node) => node.getBoundingClientRect()).map(({ width, height }) => width / height),
      )
    expect(sizes).toHaveLength(5)
    expect(sizes.every((ratio) => ratio > 1)).toBe(true)

    await page.locator('.fl-title', { hasText: 'Online RoPE' }).click({ button: 'right' })
    await page.locator('[data-testid="context-menu-item"]', { hasText: 'Delete' }).click()
    await expect.poll(async () => (await saved()).nodes.map(({ id }) => id)).toEqual(['cache', 'sampler', 'glow'])
    await expect.poll(() => page.locator('[data-testid="minimap-node"]').count()).toBe(4)
  })
})
