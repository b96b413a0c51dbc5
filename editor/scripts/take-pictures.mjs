// Takes the pictures of the studio for the README with the real server and the embedded model. Build everything first:
// npm run build && pnpm --filter @frameloom/editor build && node editor/scripts/take-pictures.mjs
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const folder = join(import.meta.dirname, '..', 'pictures')
const data = await mkdtemp(join(tmpdir(), 'frameloom-pictures-'))
const main = join(import.meta.dirname, '..', '..', 'server', 'dist', 'main.js')
const server = spawn(process.execPath, [main, '--port', '0', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] })
const url = await new Promise((resolve) => {
  server.stdout.on('data', (text) => {
    const found = /http:\S+/.exec(String(text))
    if (found) resolve(found[0])
  })
})
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
})

try {
  const page = await open({ width: 1600, height: 900 }, 'dark')
  await addAfter(page, 'decoder', 'drift')
  await page.keyboard.press('Control+Shift+F')
  await shot(page, 'graph')
  await page.keyboard.press('Control+Enter')
  await page.locator('.picture').waitFor()
  await page.waitForTimeout(5000)
  await page.locator('textarea').first().fill('blue ball desert dusk')
  await page.getByText('queued for chunk').waitFor()
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
  await page.getByText('has no wire').or(page.getByText('not connected')).first().waitFor()
  await shot(page, 'problem')

  const light = await open({ width: 1280, height: 720 }, 'light')
  await shot(light, 'light')
  await light.keyboard.press('Shift+A')
  await light.keyboard.type('cache')
  await shot(light, 'palette')
} finally {
  await browser.close()
  server.kill()
  await new Promise((resolve) => server.once('exit', resolve))
  await rm(data, { recursive: true, force: true })
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
  await page.mouse.move(box.x + 20, box.y + 260, { steps: 6 })
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
