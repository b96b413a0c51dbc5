// Takes the pictures of the studio for the README with the real server and the embedded model. Build everything first:
// npm run build && npm --prefix editor run build && node editor/scripts/take-pictures.mjs
import { join } from 'node:path'
import { openRealBrowser } from './real-browser.mjs'

const folder = join(import.meta.dirname, '..', 'pictures')
const { url, browser, close } = await openRealBrowser()

try {
  const page = await open({ width: 1600, height: 900 }, 'dark')
  await addAfter(page, 'decoder', 'drift')
  await page.keyboard.press('.')
  await shot(page, 'graph')
  await page.locator('#card-sampler-chunks').fill('40')
  await page.locator('.stage').focus()
  await page.keyboard.press('Control+Enter')
  // Both memories are open, and the train has passed.
  await page.locator('[data-card="cache"] .strip-when', { hasText: /chunk 2\d/i }).waitFor()
  await page.locator('textarea').first().fill('blue ball desert dusk')
  const applied = await page.getByText(/applied at chunk \d+/).textContent()
  // The new prompt is in sight once what the sampler is ahead by has been shown.
  const inSight = Number(/\d+/.exec(applied)[0]) + 4
  await page.locator('[data-card="cache"] .strip-when', { hasText: new RegExp(`chunk ${inSight}`, 'i') }).waitFor()
  await shot(page, 'running')
  await page.locator('[data-card="cache"] .slot-cell[data-kind="long-term"]').hover()
  await shot(page, 'inspector')
  await page.getByRole('button', { name: 'Inspect the cache' }).click()
  await page.getByRole('dialog').locator('.slot-cell[data-kind="long-term"]').hover()
  await shot(page, 'inspector-large')
  await page.keyboard.press('Escape')
  await page.locator('.run-state[data-state="finished"]').waitFor()

  await page.locator('[data-card="cache"] .card-name').click()
  await page.keyboard.press('Delete')
  await page.getByRole('navigation').getByRole('button', { name: 'Problems' }).click()
  await page.getByText('Needs a wire from a').first().waitFor()
  await shot(page, 'problem')

  await exchanged()

  const light = await open({ width: 1280, height: 720 }, 'light')
  await shot(light, 'light')
  await light.keyboard.press('Shift+A')
  await light.keyboard.type('cache')
  await shot(light, 'palette')
  await light.keyboard.press('Escape')
  await light.getByRole('navigation').getByRole('button', { name: 'Library' }).click()
  await light.getByRole('button', { name: 'New', exact: true }).click()
  await light.getByText('An empty canvas').waitFor()
  await shot(light, 'empty')
} finally {
  await close()
}

/** Another cache takes over while the video plays. */
async function exchanged() {
  const page = await open({ width: 1600, height: 900 }, 'dark')
  await page.locator('#card-sampler-chunks').fill('0')
  await page.locator('.stage').focus()
  await page.keyboard.press('Control+Enter')
  await page.locator('[data-card="cache"] .strip-when', { hasText: /chunk ([6-9]|\d\d)/i }).waitFor()
  await page.mouse.dblclick(860, 640)
  await page.locator('.palette').waitFor()
  await page.keyboard.type('sliding')
  await page.keyboard.press('Enter')
  const added = await page.locator('[data-card]', { hasText: 'Sliding Window Cache' }).getAttribute('data-card')
  await wire(page, 'loader output model', `${added} input model`)
  await wire(page, `${added} output cache`, 'sampler input cache')
  await page.locator('.card-exchange', { hasText: 'applied at chunk' }).waitFor()
  await page.waitForTimeout(3000)
  await shot(page, 'exchanged')
  await page.getByRole('button', { name: 'Stop now' }).click()
  await page.close()
}

async function wire(page, from, to) {
  const places = []
  for (const place of [from, to]) {
    const [node, side, port] = place.split(' ')
    const box = await page
      .locator(`[data-node="${node}"][data-side="${side}"][data-port="${port}"] .fl-dot`)
      .boundingBox()
    places.push({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
  }
  const [start, end] = places
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 5 })
  await page.mouse.move(end.x, end.y, { steps: 5 })
  await page.mouse.up()
}

async function open(viewport, colorScheme) {
  const page = await browser.newPage({ viewport, colorScheme })
  await page.goto(`${url}/#template=endless-memrope`)
  await page.locator('.stage[data-ready]').waitFor()
  return page
}

async function addAfter(page, node, query) {
  const box = await page.locator(`[data-node="${node}"][data-side="output"] .fl-dot`).first().boundingBox()
  await page.mouse.move(box.x + 5, box.y + 5)
  await page.mouse.down()
  await page.mouse.move(box.x - 170, box.y + 170, { steps: 6 })
  await page.mouse.up()
  await page.locator('.palette').waitFor()
  await page.keyboard.type(query)
  await page.keyboard.press('Enter')
  await page.locator('.palette').waitFor({ state: 'detached' })
}

async function shot(page, name) {
  await page.waitForTimeout(700)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
