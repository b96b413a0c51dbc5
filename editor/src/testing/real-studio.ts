import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..')

/** The real studio in a process of its own: server, runners, embedded model, and the built page. */
export async function openRealStudio(): Promise<AsyncDisposable & { readonly url: string; readonly data: string }> {
  const data = await mkdtemp(join(tmpdir(), 'frameloom-studio-'))
  const main = join(root, 'server', 'dist', 'main.js')
  const server = spawn(process.execPath, [main, '--port', '0', '--data', data], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(server, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    server.stdout.on('data', (text: Buffer) => {
      const [found] = /http:\S+/.exec(text.toString()) ?? []
      if (found !== undefined) resolve(found)
    })
    void ended.then(() => reject(new Error(`The studio ended before it said its address. Is ${main} built?`)))
  })
  return {
    url,
    data,
    [Symbol.asyncDispose]: async () => {
      server.kill()
      await ended
      await rm(data, { recursive: true, force: true })
    },
  }
}
