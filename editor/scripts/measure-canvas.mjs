// Measures the canvas in Chromium without a GPU, on the real server: how long documents of many nodes take to load, and the time
// between display frames while the view is panned and zoomed. Build everything first:
// npm run build && pnpm --filter @frameloom/editor build && node editor/scripts/measure-canvas.mjs [nodes ...]
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openRealBrowser } from './real-browser.mjs'

const root = join(import.meta.dirname, '..', '..')
const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [200, 1000]
const example = JSON.parse(
  await readFile(join(root, 'examples', 'endless-memrope', 'endless-memrope.frameloom.json'), 'utf8'),
)
const { url, browser, close } = await openRealBrowser()

try {
  // A browser's own start is not the page's: it has settled before the first page is timed.
  const idle = await browser.newPage()
  await idle.waitForTimeout(3000)
  for (const count of counts) {
    const id = await save(pipelines(count))
    const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, colorScheme: 'dark' })
    const began = Date.now()
    await page.goto(`${url}/#document=${id}`)
    await page.locator('.stage[data-ready]').waitFor()
    const loaded = Date.now() - began
    const rows = { fitted: await gestures(page) }
    await page.keyboard.press('Control+0')
    rows['at 100 %'] = await gestures(page)
    process.stdout.write(`${count} nodes: loaded in ${loaded} ms\n`)
    for (const [view, { pan, zoom }] of Object.entries(rows))
      process.stdout.write(`  ${view.padEnd(9)} pan ${figures(pan)}   zoom ${figures(zoom)}\n`)
    await page.close()
  }
} finally {
  await close()
}

/** The example's pipeline as often as it takes, in a grid. */
function pipelines(count) {
  const copies = Math.ceil(count / example.nodes.length)
  const across = Math.ceil(Math.sqrt(copies))
  const nodes = []
  const wires = []
  for (let copy = 0; copy < copies; copy++) {
    const [dx, dy] = [(copy % across) * 1700, Math.floor(copy / across) * 900]
    const name = (node) => `${node}-${copy}`
    for (const node of example.nodes) {
      const { x, y } = node.position ?? { x: 0, y: 0 }
      nodes.push({ ...node, id: name(node.id), position: { x: x + dx, y: y + dy } })
    }
    for (const { from, to } of example.wires)
      wires.push({ from: { ...from, node: name(from.node) }, to: { ...to, node: name(to.node) } })
  }
  return { ...example, meta: { title: `${count} nodes` }, nodes: nodes.slice(0, count), wires: wires.filter(kept) }
  function kept({ from, to }) {
    const ids = new Set(nodes.slice(0, count).map((node) => node.id))
    return ids.has(from.node) && ids.has(to.node)
  }
}

async function save(document) {
  const response = await fetch(`${url}/api/documents`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ document }),
  })
  if (!response.ok) throw new Error(`The server refused the document: ${await response.text()}`)
  return (await response.json()).id
}

/** Milliseconds between display frames while a hand pans with the middle button, and while it zooms with the wheel. */
async function gestures(page) {
  const [x, y] = [800, 450]
  await page.mouse.move(x, y)
  await page.waitForTimeout(600)
  const pan = await during(page, async () => {
    await page.mouse.down({ button: 'middle' })
    for (let step = 1; step <= 90; step++) {
      const angle = (step / 90) * 2 * Math.PI
      await page.mouse.move(x + 320 * Math.sin(angle), y + 200 * Math.sin(2 * angle))
    }
    await page.mouse.up({ button: 'middle' })
  })
  const zoom = await during(page, async () => {
    for (let step = 0; step < 40; step++) await page.mouse.wheel(0, step % 20 < 10 ? -40 : 40)
  })
  return { pan, zoom }
}

async function during(page, gesture) {
  await page.evaluate(() => {
    const times = []
    const state = { times, over: false }
    globalThis.measured = state
    const tick = (now) => {
      times.push(now)
      if (!state.over) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
  await gesture()
  const times = await page.evaluate(() => {
    globalThis.measured.over = true
    return globalThis.measured.times
  })
  return times.slice(1).map((time, i) => time - times[i])
}

function figures(intervals) {
  const sorted = intervals.toSorted((a, b) => a - b)
  const at = (share) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(1)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (${sorted.length} frames)`
}
