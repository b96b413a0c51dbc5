// The built server in a process of its own, with the embedded model's endless example: what the scripts beside this one measure.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** Starts the server on a free port with an empty folder; `close` ends it and removes the folder. */
export async function openRealStudio() {
  const data = await mkdtemp(join(tmpdir(), 'frameloom-scripts-'))
  const server = spawn(process.execPath, [join(root, 'server', 'dist', 'main.js'), '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, FRAMELOOM_LOG: 'warn' },
  })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const close = async () => {
    server.kill()
    await ended
    await rm(data, { recursive: true, force: true })
  }
  try {
    return { url: await addressOf(server), pid: server.pid, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Starts the endless example, at most `ahead` chunks ahead of whoever watches; 0: as fast as it can. Gives the run's id. */
export async function startEndless(url, ahead) {
  const path = join(root, 'examples', 'endless-memrope', 'endless-memrope.frameloom.json')
  const document = JSON.parse(await readFile(path, 'utf8'))
  const params = { sampler: { chunks: 0 }, preview: { ahead } }
  const nodes = document.nodes.map((node) => ({ ...node, params: { ...node.params, ...params[node.id] } }))
  const response = await fetch(`${url}/api/runs`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ document: { ...document, nodes } }),
  })
  if (!response.ok) throw new Error(`The server refused the run: ${await response.text()}`)
  return (await response.json()).run
}

async function addressOf(server) {
  for await (const text of server.stdout) {
    const found = /http:\S+/.exec(String(text))
    if (found) return found[0]
  }
  throw new Error('The studio ended before it said its address. Is it built?')
}
