// Sets the workspace up on a machine that has only Node, then does what it is asked for:
// `node scripts/bootstrap.mjs <command> [arguments]`.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isInstalled, noteInstalled } from './setup/install-stamp.mjs'
import { isInRange } from './setup/node-range.mjs'
import { npm, npx } from './setup/npm-programs.mjs'
import { runSteps } from './setup/run-steps.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const PNPM = 'pnpm@12.21.0'
const BUILD = npm('run', '--silent', 'build')

/** What every command does once all is installed; its arguments go to the last step. */
const COMMANDS = {
  studio: [
    BUILD,
    npm('--prefix', 'editor', 'run', '--silent', 'build', '--', '--logLevel', 'warn'),
    node('server/dist/main.js'),
  ],
  demo: [
    BUILD,
    node('packages/cli/bin/frameloom.js', 'run', 'examples/endless-memrope/endless-memrope.frameloom.json'),
  ],
  check: [npm('run', '--silent', 'check', '--')],
}

/** Programs of the project are started without npm between, so that signals reach them and nobody else answers for them. */
function node(...args) {
  return { command: process.execPath, args }
}

function refuse(sentence) {
  console.error(sentence)
  process.exit(2)
}

const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
if (!isInRange(process.versions.node, engines.node)) {
  refuse(
    `Frameloom needs Node ${engines.node}, and this is ${process.versions.node}: install the newest LTS version from https://nodejs.org.`,
  )
}

const [command = '', ...rest] = process.argv.slice(2)
if (!Object.keys(COMMANDS).includes(command)) {
  refuse(`Usage: node scripts/bootstrap.mjs <${Object.keys(COMMANDS).join(' | ')}> [arguments]`)
}

const install = {
  ...npx('-y', PNPM, 'install', '--frozen-lockfile'),
  before: () => console.log('Installing dependencies (about 200 MB the first time) ...'),
  after: () => noteInstalled(root),
}
const steps = [...(isInstalled(root) ? [] : [install]), ...COMMANDS[command]]
const last = steps.pop()

runSteps(root, [...steps, { ...last, args: [...last.args, ...rest] }]).then(
  (status) => {
    process.exitCode = status
  },
  (error) => refuse(error.message),
)
