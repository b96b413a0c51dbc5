import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { saveDocument } from '@frameloom/graph'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sharedChromium } from './testing/chromium.js'
import { freshPage } from './testing/fresh-page.js'
import { dropFiles } from './testing/drop-files.js'
import { dot, drag } from './testing/page.js'
import { pipeline } from './testing/pipeline.js'

const chromium = sharedChromium()

describe.skipIf(chromium === undefined)('editing on the page', () => {
  const open = freshPage(chromium)

  const cards = () => open.page.locator('.card')
  const wires = () => open.page.locator('.fl-wire-line')
  const press = (keys: string) => open.page.keyboard.press(keys)
  const title = (id: string) => open.page.locator(`[data-card="${id}"] .card-name`)
  const { stored } = open

  test('shows an example as cards made from manifests, with nothing to undo', async () => {
    await expect.poll(() => cards().count()).toBe(8)
    await expect.poll(() => open.page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true)
    await expect.poll(() => open.page.getByLabel('Cache size').inputValue()).toBe('12')
    expect(open.errors).toEqual([])
  })

  test('undoes and redoes a drag as one step, wires and fields too', async () => {
    const box = await title('cache').boundingBox()
    if (box === null) throw new Error('no card')
    const from = { x: box.x + 20, y: box.y + 8 }
    await drag(open.page, from, { x: from.x + 96, y: from.y + 60 })
    await expect.poll(async () => (await title('cache').boundingBox())?.x).toBeGreaterThan(box.x + 40)
    const moved = await title('cache').boundingBox()

    await open.page.getByLabel('Sink frames', { exact: true }).fill('5')
    await press('Escape')
    await press('Control+z')
    await expect.poll(() => open.page.getByLabel('Sink frames', { exact: true }).inputValue()).toBe('3')
    await press('Control+z')
    await expect.poll(async () => (await title('cache').boundingBox())?.x).toBeCloseTo(box.x, 0)
    await press('Control+Shift+Z')
    await expect.poll(async () => (await title('cache').boundingBox())?.x).toBeCloseTo(moved?.x ?? 0, 0)
  })

  test('replaces a strategy: removes one node, adds another by dropping a wire on the empty canvas', async () => {
    await title('cache').click()
    await press('Delete')
    await expect.poll(() => wires().count()).toBe(9)
    const port = await dot(open.page, 'sampler input cache')
    await drag(open.page, port, { x: port.x - 90, y: port.y + 330 })
    await open.page.getByRole('combobox').waitFor()
    const offered = await open.page.locator('.palette-title').allTextContents()
    expect(offered.toSorted()).toEqual(['Attention Sink Cache', 'Full Cache', 'MemRoPE Cache', 'Sliding Window Cache'])
    await open.page.keyboard.type('slid')
    await press('Enter')
    await expect.poll(() => wires().count()).toBe(10)
    await press('Control+z')
    await expect.poll(() => cards().count()).toBe(7)
    await press('Control+z')
    await expect.poll(() => wires().count()).toBe(11)
  })

  test('refuses a wire that does not fit, in words, and keeps the one that is there', async () => {
    await drag(
      open.page,
      await dot(open.page, 'positions output positions'),
      await dot(open.page, 'sampler input cache'),
    )
    await open.page.getByText('takes cache-strategy').waitFor()
    await expect.poll(() => wires().count()).toBe(11)
  })

  test('copies, pastes, duplicates and selects all by keyboard; text of a document can be pasted', async () => {
    await open.page.locator('.stage').click({ position: { x: 20, y: 20 } })
    await press('Control+a')
    await press('Control+d')
    await expect.poll(() => cards().count()).toBe(16)
    await press('Control+c')
    await press('Delete')
    await expect.poll(() => cards().count()).toBe(8)
    await press('Control+v')
    await expect.poll(() => cards().count()).toBe(16)
    await expect.poll(() => wires().count()).toBe(22)

    await press('Control+a')
    await press('Delete')
    await expect.poll(() => cards().count()).toBe(0)
    // As the browser tells it; the clipboard itself is one for all pages of all tests.
    await open.page.locator('.stage').evaluate((stage, text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      stage.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, saveDocument(pipeline))
    await expect.poll(() => cards().count()).toBe(8)
    await expect.poll(() => wires().count()).toBe(11)
  })

  test('selects by a rectangle and moves the selection by arrow keys', async () => {
    await drag(open.page, { x: 400, y: 870 }, { x: 1590, y: 60 })
    await expect.poll(() => open.page.locator('[data-selected] .card').count()).toBeGreaterThan(5)
    const before = await title('sampler').boundingBox()
    for (let i = 0; i < 10; i++) await press('ArrowDown')
    await expect.poll(async () => (await title('sampler').boundingBox())?.y).toBeGreaterThan((before?.y ?? 0) + 4)
    await press('Control+z')
    await expect.poll(async () => (await title('sampler').boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0)
  })

  test('ends a drag whose card is deleted while it is held: undone, the card is where it was', async () => {
    const box = await title('cache').boundingBox()
    if (box === null) throw new Error('no card')
    const place = () => stored()?.nodes.find(({ id }) => id === 'cache')?.position
    await title('cache').click()
    await press('ArrowRight')
    await expect.poll(place).toBeDefined()
    const stepped = place()
    await press('ArrowLeft')
    const before = { ...stepped, x: (stepped?.x ?? 0) - 1 }

    await open.page.mouse.move(box.x + 20, box.y + 8)
    await open.page.mouse.down()
    await press('Delete')
    await expect.poll(() => cards().count()).toBe(7)
    await press('Control+z')
    await expect.poll(() => cards().count()).toBe(8)
    await open.page.mouse.move(box.x + 120, box.y + 90, { steps: 5 })
    await open.page.mouse.up()
    await press('Control+a')
    await press('Control+d')
    await expect.poll(() => stored()?.nodes.length).toBe(16)
    expect(place()).toEqual(before)
    expect((await title('cache').boundingBox())?.y).toBeCloseTo(box.y, 0)
  })

  test('bypasses what can be bypassed, undoes it, and says why something else cannot', async () => {
    await title('preview').click()
    await press('Control+b')
    await open.page.locator('[data-card="preview"][data-bypassed]').waitFor()
    await press('Control+z')
    await expect.poll(() => open.page.locator('[data-bypassed]').count()).toBe(0)
    await title('sampler').click()
    await press('Control+b')
    await open.page.getByText('Frame Sampler cannot be bypassed').waitFor()
    await expect.poll(() => open.page.locator('[data-bypassed]').count()).toBe(0)
  })

  test('connects by keyboard alone', async () => {
    await open.page.locator('[data-card="cache"]').focus()
    await press('Delete')
    await press('Shift+A')
    await open.page.keyboard.type('memrope')
    await press('Enter')
    await open.page.locator('[data-card="memrope-cache"]').focus()
    await press('c')
    await open.page.getByRole('dialog').waitFor()
    await open.page.keyboard.type('sampler')
    await press('Enter')
    await expect.poll(() => wires().count()).toBe(10)
    await open.page.locator('[data-card="memrope-cache"]').focus()
    await press('Enter')
    await expect.poll(() => open.page.evaluate(() => document.activeElement?.id)).toBe('card-memrope-cache-cacheFrames')
  })

  test('saves by itself, keeps the document over a reload, and puts problems on their ports', async () => {
    await title('decoder').click()
    await press('Delete')
    await expect.poll(() => stored()?.nodes.length).toBe(7)
    await open.page.waitForURL(/#document=/)
    await open.page.reload()
    await expect.poll(() => cards().count()).toBe(7)
    await expect
      .poll(() => open.page.locator('[data-node="preview"] [data-issue], [data-node="preview"][data-issue]').count())
      .toBe(1)
    await press('Control+Enter')
    await open.page
      .getByRole('complementary', { name: 'Problems' })
      .getByText('Needs a stream of pixel-frames.')
      .waitFor()
    expect(open.stage.runs.size).toBe(0)
  })

  test('takes a node from the list by drag and drop', async () => {
    await open.page
      .getByRole('button', { name: 'Save Video' })
      .dragTo(open.page.locator('.stage'), { targetPosition: { x: 900, y: 700 } })
    await expect.poll(() => cards().count()).toBe(9)
  })

  test('opens a dropped document and loses nothing of what it does not know', async () => {
    const document = {
      ...pipeline,
      extensions: { theirs: [1, 2] },
      nodes: [...pipeline.nodes, { id: 'x', type: 'not/installed', version: 4, mood: 'blue' }],
    }
    const data = await open.page.evaluateHandle((text) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text], 'shared.frameloom.json'))
      return transfer
    }, JSON.stringify(document))
    await open.page.dispatchEvent('main.canvas', 'drop', { dataTransfer: data })
    await open.page.getByText('is not installed here').waitFor()
    await expect.poll(() => stored()?.nodes.at(-1)).toEqual(document.nodes.at(-1))
    expect(stored()?.extensions).toEqual(document.extensions)
  })

  test('opens a document that is let go beside the canvas, and stays the studio', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'frameloom-dropped-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const file = join(folder, 'beside.frameloom.json')
    await writeFile(file, JSON.stringify({ ...pipeline, meta: { title: 'Let go beside' } }))
    const held = await open.page.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['{}'], 'held.json'))
      return transfer
    })
    await open.page.dispatchEvent('.rail', 'dragover', { dataTransfer: held })
    await open.page.getByText('Drop to open').waitFor()
    await dropFiles(open.page.getByRole('navigation', { name: 'Panels' }), [file])
    await open.page.getByText('Opened from beside.frameloom.json as a new document.').waitFor()
    expect(await open.page.getByText('Drop to open').count()).toBe(0)
    await expect.poll(() => open.page.getByLabel('Title of the document').inputValue()).toBe('Let go beside')
    expect(open.page.url()).toContain(open.stage.url)
  })

  test('adds a node from the list where assistive technology presses its button', async () => {
    const entry = open.page.getByRole('button', { name: 'Save Video', exact: true })
    await entry.evaluate((button: HTMLElement) => button.click())
    await expect.poll(() => cards().count()).toBe(9)
    await entry.click()
    await entry.press('Enter')
    await expect.poll(() => cards().count()).toBe(10)
  })

  test('arranges without two cards on each other', async () => {
    await press('Control+Shift+F')
    const overlaps = () =>
      cards().evaluateAll((elements) => {
        const boxes = elements.map((element) => element.getBoundingClientRect())
        return boxes.some((a, i) =>
          boxes.some((b, j) => j > i && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
        )
      })
    await expect.poll(overlaps).toBe(false)
  })

  test('is drawn on one sheet from afar, where cards still select and move', async () => {
    const far = open.page.locator('.stage[data-far]')
    for (let i = 0; i < 8; i++) await press('Control+-')
    await far.waitFor()
    const card = open.page.locator('[data-card="decoder"]')
    const middle = async () => {
      const box = await card.boundingBox()
      if (box === null) throw new Error('no card')
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    }
    const drawn = async () => {
      const { x, y } = await middle()
      return open.page.locator('.far-sheet:not([hidden])').evaluate(
        (sheet: HTMLCanvasElement, at) => {
          const { left, top } = sheet.getBoundingClientRect()
          const copy = new OffscreenCanvas(1, 1).getContext('2d')
          copy?.drawImage(sheet, left - at.x, top - at.y)
          return (copy?.getImageData(0, 0, 1, 1).data[3] ?? 0) > 0
        },
        { x, y },
      )
    }
    await expect.poll(drawn).toBe(true)
    const from = await middle()
    await drag(open.page, from, { x: from.x + 60, y: from.y + 240 })
    await expect.poll(async () => (await middle()).y).toBeGreaterThan(from.y + 200)
    await expect.poll(drawn).toBe(true)
    expect(await open.page.locator('[data-selected] .card').getAttribute('data-card')).toBe('decoder')

    await press('Control+0')
    await expect.poll(() => far.count()).toBe(0)
    await expect.poll(() => title('decoder').isVisible()).toBe(true)
    expect(open.errors).toEqual([])
  })
})
