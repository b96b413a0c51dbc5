// What viewers cost the generator: node server/scripts/measure-viewers.mjs [viewers] [seconds of a window] [chunks ahead]
// The embedded model makes an endless video on the real server: as fast as it can (0 chunks ahead), or paced by who watches. Windows with one viewer
// and with many take turns. Viewers are sockets in a process of their own, draw at once, and sit at machines of their own in life: here they take
// the processor time that the server and the generator leave.
import { fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { io } from 'socket.io-client'
import { openRealStudio, startEndless } from './real-studio.mjs'

const TURNS = 3
const [, , first, ...rest] = process.argv
await (first === 'watch' ? watch(rest) : measure(Number(first ?? 30), ...rest.map(Number)))

/** A process of viewers: connects, then passes over pictures as drawn until it is ended. */
async function watch([url, run, count]) {
  setPriority(constants.priority.PRIORITY_LOW)
  const seen = { frames: 0, bytes: 0 }
  const sockets = await Promise.all(
    Array.from({ length: Number(count) }, async () => {
      const socket = io(url, { transports: ['websocket'], auth: { protocol: 1 } })
      socket.on('run:frame', (_header, jpeg, drawn) => {
        seen.frames++
        seen.bytes += jpeg.byteLength
        drawn()
      })
      const reply = await socket.emitWithAck('run:watch', { run, previews: { preview: 'card' } })
      if (!reply.ok) throw new Error(reply.error.message)
      return socket
    }),
  )
  process.on('message', () => process.send(seen, () => process.disconnect()))
  process.on('disconnect', () => sockets.forEach((socket) => socket.disconnect()))
  process.send('watching')
}

async function measure(viewers, seconds = 20, ahead = 0) {
  const { url, pid, close } = await openRealStudio()
  try {
    const run = await startEndless(url, ahead)
    const windows = { 1: [], [viewers]: [] }
    for (let turn = 0; turn < TURNS; turn++)
      for (const count of [1, viewers]) {
        const found = await measureWindow({ pid, url, run, count, seconds })
        windows[count].push(found)
        process.stdout.write(`${count} viewers: ${inWords(found)}\n`)
      }
    const [one, many] = [1, viewers].map((count) =>
      median(windows[count].map(({ chunksPerSecond }) => chunksPerSecond)),
    )
    process.stdout.write(`speed with ${viewers} viewers over that with one: ${(many / one).toFixed(3)}\n`)
  } finally {
    await close()
  }
}

/** Chunks a second while `count` viewers watch, what reaches each, and the processor time of the server. */
async function measureWindow({ pid, url, run, count, seconds }) {
  const audience = fork(import.meta.filename, ['watch', url, run, String(count)])
  await new Promise((resolve) => audience.once('message', resolve))
  await pause(3)
  const before = await state()
  await pause(seconds)
  const after = await state()
  const seen = await new Promise((resolve) => {
    audience.once('message', resolve)
    audience.send('enough')
  })
  const passed = (after.at - before.at) / 1000
  return {
    chunksPerSecond: (after.chunks - before.chunks) / passed,
    serverShare: (after.busy - before.busy) / passed,
    framesEach: seen.frames / count / (passed + 3),
    kibibytesEach: seen.bytes / count / 1024 / (passed + 3),
  }

  async function state() {
    const view = await (await fetch(`${url}/api/runs/${run}`)).json()
    const [, , , , , , , , , , , user, system] = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ')
    // Linux counts processor time in hundredths of a second.
    return { at: Date.now(), chunks: view.finishedChunks, busy: (Number(user) + Number(system)) / 100 }
  }
}

function inWords({ chunksPerSecond, serverShare, framesEach, kibibytesEach }) {
  return `${chunksPerSecond.toFixed(2)} chunks/s, ${framesEach.toFixed(1)} pictures/s and ${kibibytesEach.toFixed(0)} KiB/s each, server ${(100 * serverShare).toFixed(0)} % of a core`
}

function pause(seconds) {
  return new Promise((resolve) => setTimeout(resolve, 1000 * seconds))
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
