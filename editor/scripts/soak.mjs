// Watches memory while the embedded model plays in the page, previews on: node editor/scripts/soak.mjs [minutes]
// Once a minute a line: the server's resident memory, the runner's, the page's JavaScript heap after a collection, and how many
// elements the page has. At the end each as a ratio, median of the last third over median of the second third: the
// first third fills caches that have an upper bound.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { openRealBrowser } from './real-browser.mjs'

const minutes = Number(process.argv[2] ?? 30)
if (!(minutes >= 3)) throw new Error(`Say how many minutes, 3 at least: ${process.argv[2]} is not.`)
const { url, server, browser, close } = await openRealBrowser()

try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, colorScheme: 'dark' })
  const inspector = await page.context().newCDPSession(page)
  await inspector.send('Performance.enable')
  await page.goto(`${url}/#template=endless-memrope`)
  await page.locator('.stage[data-ready]').waitFor()
  await page.locator('#card-sampler-chunks').fill('0')
  await page.locator('.stage').focus()
  await page.keyboard.press('Control+Enter')
  await page.locator('.picture').waitFor()
  const samples = []
  for (let minute = 1; minute <= minutes; minute++) {
    await page.waitForTimeout(60_000)
    samples.push(await sample(page, inspector))
    process.stdout.write(`${minute} min: ${inWords(samples.at(-1))}\n`)
  }
  const third = Math.floor(samples.length / 3)
  for (const what of ['server', 'runner', 'heap', 'elements']) {
    const of = (part) => median(part.map((each) => each[what]))
    const ratio = of(samples.slice(-third)) / of(samples.slice(-2 * third, -third))
    process.stdout.write(`${what}: last third over the one before ${ratio.toFixed(3)}\n`)
  }
} finally {
  await close()
}

/** Memory in MiB. */
async function sample(page, inspector) {
  await inspector.send('HeapProfiler.collectGarbage')
  const { metrics } = await inspector.send('Performance.getMetrics')
  const metric = (name) => metrics.find((each) => each.name === name).value
  const { stdout } = await promisify(execFile)('pgrep', ['-P', String(server.pid)])
  const runners = await Promise.all(stdout.trim().split('\n').map(resident))
  return {
    server: await resident(server.pid),
    runner: runners.reduce((sum, each) => sum + each, 0),
    heap: metric('JSHeapUsedSize') / 2 ** 20,
    elements: metric('Nodes'),
    chunk: await page.locator('[data-card="cache"] .strip-when').textContent(),
  }
}

async function resident(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024
}

function inWords({ server: ours, runner, heap, elements, chunk }) {
  const [a, b, c] = [ours, runner, heap].map((mebibytes) => mebibytes.toFixed(1))
  return `server ${a} MiB, runner ${b} MiB, page's heap ${c} MiB, ${elements} elements, ${chunk}`
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
