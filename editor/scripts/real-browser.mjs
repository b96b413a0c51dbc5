// The real server on a folder of its own, and Chromium without a GPU: what the scripts of this folder work with.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

/** `close` ends both and removes the folder. */
export async function openRealBrowser() {
  const data = await mkdtemp(join(tmpdir(), 'frameloom-scripts-'))
  const main = join(import.meta.dirname, '..', '..', 'server', 'dist', 'main.js')
  const server = spawn(process.execPath, [main, '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const url = await new Promise((resolve, reject) => {
    server.stdout.on('data', (text) => {
      const found = /http:\S+/.exec(String(text))
      if (found) resolve(found[0])
    })
    void ended.then(() => reject(new Error(`The studio ended before it said its address. Is ${main} built?`)))
  })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      // Pages of Chromium's own for the address bar: seconds of processor time that are not the studio's.
      '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,PaintHolding,HttpsUpgrades',
    ],
  })
  return {
    url,
    /** The process of the server. */
    server,
    browser,
    close: async () => {
      await browser.close()
      server.kill()
      await ended
      await rm(data, { recursive: true, force: true })
    },
  }
}
