// How far a viewer behind a slow line is from live: node server/scripts/measure-slow-viewer.mjs [KiB a second] [seconds]
// The embedded model makes an endless video on the real server, as fast as it can. One viewer watches directly, one behind a line that
// lets no more than so many bytes through; both draw at once.
import { connect, createServer } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { io } from 'socket.io-client'
import { openRealStudio, startEndless } from './real-studio.mjs'

const [kibibytes = 200, seconds = 30] = process.argv.slice(2).map(Number)
/** Bytes pass in so many portions a second. */
const PORTIONS = 50
const studio = await openRealStudio()
const line = await slowLine(new URL(studio.url), kibibytes * 1024)
try {
  const run = await startEndless(studio.url, 0)
  const viewers = { direct: await watch(studio.url, run), slow: await watch(line.url, run) }
  // The model is loaded by the first picture, and the line is full a few seconds later.
  await Promise.all(Object.values(viewers).map(({ first }) => first))
  await pause(5)
  for (const { forget } of Object.values(viewers)) forget()
  await pause(seconds)
  for (const [name, { inWords, socket }] of Object.entries(viewers)) {
    process.stdout.write(`${name.padEnd(7)} ${inWords()}\n`)
    socket.disconnect()
  }
} finally {
  line.close()
  await studio.close()
}

/** Passes pictures over as drawn, and notes how old each is by then: since it was handed to the studio, in milliseconds. */
async function watch(url, run) {
  // The studio answers to its own name alone.
  const extraHeaders = { Host: new URL(studio.url).host }
  const socket = io(url, { transports: ['websocket'], auth: { protocol: 1 }, extraHeaders })
  let [ages, bytes] = [[], 0]
  const first = new Promise((resolve) => socket.once('run:frame', resolve))
  socket.on('run:frame', ({ at }, jpeg, drawn) => {
    ages.push(Date.now() - at)
    bytes += jpeg.byteLength
    drawn()
  })
  const reply = await socket.emitWithAck('run:watch', { run, previews: { preview: 'card' } })
  if (!reply.ok) throw new Error(reply.error.message)
  const forget = () => ([ages, bytes] = [[], 0])
  return { socket, first, forget, inWords }

  function inWords() {
    const sorted = ages.toSorted((a, b) => a - b)
    const at = (share) => sorted[Math.floor(share * (sorted.length - 1))]
    const rate = `${(ages.length / seconds).toFixed(1)} pictures/s, ${(bytes / 1024 / seconds).toFixed(0)} KiB/s`
    return `${rate}, behind by ${at(0.5)} ms, 95 %: ${at(0.95)} ms, at most ${at(1)} ms`
  }
}

/** A server that passes everything on to `target`, and of its answers no more than `rate` bytes a second. */
async function slowLine(target, rate) {
  const portion = Math.floor(rate / PORTIONS)
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    near.pipe(far)
    void pipeline(Readable.from(slowly(far)), near).catch(() => far.destroy())
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }

  async function* slowly(far) {
    let due = performance.now()
    for await (const bytes of far) {
      for (let from = 0; from < bytes.length; from += portion) {
        const part = bytes.subarray(from, from + portion)
        yield part
        due = Math.max(due, performance.now()) + (1000 * part.length) / rate
        await pause(Math.max(0, due - performance.now()) / 1000)
      }
    }
  }
}

function pause(seconds) {
  return new Promise((resolve) => setTimeout(resolve, 1000 * seconds))
}
