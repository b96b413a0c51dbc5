// Runs scripts of package.json at the same time, and fails where one of them does: `node scripts/side-by-side.mjs <script> ...`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { npm } from './setup/npm-programs.mjs'

const ends = await Promise.all(
  process.argv.slice(2).map(async (script) => {
    const { command, args } = npm('run', '--silent', script)
    const [status] = await once(spawn(command, args, { stdio: 'inherit' }), 'exit')
    return { script, status }
  }),
)
const failed = ends.filter(({ status }) => status !== 0).map(({ script }) => script)
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}.`)
  process.exitCode = 1
}
