// Measures the canvas in Chromium without a GPU, on the real server, by the pictures that the browser has presented: how long a document of
// many nodes takes from the navigation to the first picture of a canvas that can be used, and the time from one picture to the next while
// a hand pans and zooms. The hand moves by the clock, 125 times a second, and waits for nobody.
// Build everything first: npm run build && npm --prefix editor run build && node editor/scripts/measure-canvas.mjs [nodes ...]
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openRealBrowser } from './real-browser.mjs'

/** How often each document is opened, each time in a browser profile of its own; medians over these are printed. */
const TIMES = 5
/** Milliseconds of a gesture, and between two events of a mouse. */
const [GESTURE, EVENT] = [1500, 8]

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
  const trace = await openTrace()
  for (const count of counts) {
    const id = await save(pipelines(count))
    const rounds = []
    for (let time = 0; time < TIMES; time++) rounds.push(await round(id, trace))
    process.stdout.write(`${count} nodes: first picture after ${Math.round(median(rounds.map(({ load }) => load)))} ms`)
    process.stdout.write(` (${rounds.map(({ load }) => Math.round(load)).join(', ')})\n`)
    for (const view of ['fitted', 'at 100 %'])
      for (const gesture of ['pan', 'zoom']) {
        const all = rounds.map((one) => one[view][gesture])
        process.stdout.write(`  ${view.padEnd(9)} ${gesture.padEnd(5)} ${figures(all)}\n`)
      }
  }
} finally {
  await close()
}

/** Opens a document in a profile of its own and moves its view. */
async function round(id, trace) {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, colorScheme: 'dark' })
  const page = await context.newPage()
  await page.addInitScript(() => {
    const isReady = () => document.querySelector('.stage[data-ready]') !== null
    const observer = new MutationObserver(() => {
      if (!isReady()) return
      performance.mark('ready')
      observer.disconnect()
    })
    observer.observe(document, { subtree: true, childList: true, attributeFilter: ['data-ready'] })
  })
  await sleep(500)
  await trace.begin()
  await page.goto(`${url}/#document=${id}`)
  await page.locator('.stage[data-ready]').waitFor()
  await sleep(500)
  const { marks, pictures } = await trace.end()
  const ready = marks.find(({ name }) => name === 'ready')
  const load = pictures.find((time) => time > ready.at) - ready.at + ready.sinceNavigation
  const fitted = await gestures(page, trace)
  await page.keyboard.press('Control+0')
  const close = await gestures(page, trace)
  await context.close()
  return { load, fitted, 'at 100 %': close }
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

/** Milliseconds between the pictures presented while a hand pans with the middle button, and while it zooms in and out. */
async function gestures(page, trace) {
  const [x, y] = [800, 450]
  const devtools = await page.context().newCDPSession(page)
  const mouse = (type, event) => devtools.send('Input.dispatchMouseEvent', { type, x, y, ...event })
  await mouse('mouseMoved', {})
  await sleep(2000)
  const pan = await during(async () => {
    const button = { button: 'middle', buttons: 4 }
    await mouse('mousePressed', { ...button, clickCount: 1 })
    await byTheClock((share) => {
      const angle = share * 2 * Math.PI
      return mouse('mouseMoved', { ...button, x: x + 320 * Math.sin(angle), y: y + 200 * Math.sin(2 * angle) })
    })
    await mouse('mouseReleased', { button: 'middle', clickCount: 1 })
  })
  await sleep(500)
  // Some six times larger, and back.
  const zoom = await during(() =>
    byTheClock((share) => mouse('mouseWheel', { deltaX: 0, deltaY: share < 0.5 ? -1.5 : 1.5 })),
  )
  await devtools.detach()
  return { pan, zoom }

  async function during(gesture) {
    await trace.begin()
    await page.evaluate(() => performance.mark('begin'))
    await gesture()
    await page.evaluate(() => performance.mark('end'))
    const { marks, pictures } = await trace.end()
    const [begin, end] = ['begin', 'end'].map((name) => marks.findLast((mark) => mark.name === name).at)
    const shown = pictures.filter((time) => time > begin && time < end)
    return shown.slice(1).map((time, i) => time - shown[i])
  }
}

/** Sends an event every few milliseconds, whether or not the one before was answered. */
async function byTheClock(send) {
  const began = performance.now()
  const sent = []
  for (let at = 0; at < GESTURE; at = performance.now() - began) {
    sent.push(send(at / GESTURE))
    await sleep(Math.max(0, sent.length * EVENT - (performance.now() - began)))
  }
  await Promise.all(sent)
}

/** Chromium's own record of the pictures that it has presented and of the marks that pages set, all in milliseconds of one clock. */
async function openTrace() {
  const devtools = await browser.newBrowserCDPSession()
  const events = []
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...value))
  const includedCategories = ['disabled-by-default-display.framedisplayed', 'blink.user_timing']
  return {
    begin: async () => {
      events.length = 0
      const traceConfig = { includedCategories, excludedCategories: ['*'] }
      await devtools.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig })
    },
    end: async () => {
      const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve))
      await devtools.send('Tracing.end')
      await complete
      const sorted = events.toSorted((a, b) => a.ts - b.ts)
      return {
        pictures: sorted.filter(({ name }) => name === 'Display::FrameDisplayed').map(({ ts }) => ts / 1000),
        marks: sorted
          .filter(({ cat }) => cat.includes('blink.user_timing'))
          .map(({ name, ts, args }) => ({ name, at: ts / 1000, sinceNavigation: args.data?.startTime })),
      }
    },
  }
}

function figures(rounds) {
  const at = (share) => median(rounds.map((intervals) => quantile(intervals, share))).toFixed(1)
  const count = rounds.reduce((sum, { length }) => sum + length, 0)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (${count} pictures in ${rounds.length} rounds)`
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

function median(values) {
  return quantile(values, 0.5)
}
