// Sets the workspace up on a machine that has only Node, then runs one of the project's words:
// `node scripts/bootstrap.mjs <script of package.json> [arguments]`.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const PNPM = 'pnpm@12.21.0'
const FLOOR = [20, 19]
/** Written after a complete install; older than the lock file means the install is out of date. */
const stamp = join(root, 'node_modules', '.frameloom-installed')

function refuse(sentence) {
  console.error(sentence)
  process.exit(2)
}

function run(command, args) {
  const onWindows = process.platform === 'win32'
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: onWindows })
  if (error) refuse(`Could not start ${command}: ${error.message}. It comes with Node; reinstall Node 20.19 or later.`)
  if (status !== 0) process.exit(signal === 'SIGINT' ? 130 : (status ?? 1))
}

function installed() {
  if (!existsSync(stamp)) return false
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((name) => join(root, name))
  return files.every((file) => statSync(file).mtimeMs <= statSync(stamp).mtimeMs)
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < FLOOR[0] || (major === FLOOR[0] && minor < FLOOR[1])) {
  refuse(`Frameloom needs Node ${FLOOR.join('.')} or later; this is ${process.versions.node}.`)
}

const [script, ...rest] = process.argv.slice(2)
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
if (!script || !(`${script}:ready` in scripts)) {
  const words = Object.keys(scripts).filter((name) => name.endsWith(':ready'))
  refuse(`Usage: node scripts/bootstrap.mjs <${words.map((name) => name.slice(0, -6)).join(' | ')}> [arguments]`)
}

if (!installed()) {
  console.log('Installing dependencies (about 200 MB the first time) ...')
  run('npx', ['-y', PNPM, 'install', '--frozen-lockfile'])
  writeFileSync(stamp, '')
}
run('npm', ['run', '--silent', `${script}:ready`, ...(rest.length > 0 ? ['--', ...rest] : [])])
