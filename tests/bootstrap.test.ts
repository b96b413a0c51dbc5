import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, cp, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Stands where npm and npx are, installs nothing, and tells what it was started with. */
const NPM = `
const name = process.argv[1].endsWith('npx-cli.js') ? 'npx' : 'npm'
console.log([name, ...process.argv.slice(2)].join(' '))
`

/** Stands where the command line is. With `slowly` it ends 200 ms after a signal, and tells how many came. */
const PROGRAM = `
console.log('demo ' + JSON.stringify(process.argv.slice(4)))
if (process.argv.includes('slowly')) {
  const came = []
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {
    if (came.push(signal) === 1) setTimeout(() => { console.log('ended by ' + came); process.exit() }, 200)
  })
  setTimeout(() => process.exit(9), 5_000)
  console.log('is up')
}
`

/** A checkout with as much as its setup reads, on a machine whose npm is `NPM`. */
async function checkout() {
  const folder = await mkdtemp(join(tmpdir(), 'frameloom-checkout-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const inside = (name: string) => join(folder, name)
  const copied = ['scripts', 'package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']
  for (const name of copied) await cp(join(root, name), inside(name), { recursive: true })
  for (const name of ['node_modules', 'packages/cli/bin', 'npm']) await mkdir(inside(name), { recursive: true })
  for (const name of ['npm-cli.js', 'npx-cli.js']) await writeFile(inside(`npm/${name}`), NPM)
  await writeFile(inside('packages/cli/bin/frameloom.js'), PROGRAM)
  return { inside, env: { ...process.env, npm_execpath: inside('npm/npm-cli.js') } }
}

type Checkout = Awaited<ReturnType<typeof checkout>>
type Press = (child: { readonly pid?: number | undefined; readonly stdin: NodeJS.WritableStream }) => void

/** Runs a command to its end, out of reach of our own terminal. `press` is called when the program in it is up. */
async function ended(
  { env }: { readonly env: NodeJS.ProcessEnv },
  [command = '', ...args]: readonly string[],
  press: Press = () => {},
) {
  const child = spawn(command, args, { env, detached: true })
  let printed = ''
  child.stdout.on('data', (data: Buffer) => {
    const wasUp = printed.includes('is up')
    printed += data.toString()
    if (!wasUp && printed.includes('is up')) press(child)
  })
  const [[status], errors] = await Promise.all([once(child, 'close'), text(child.stderr)])
  return { status: Number(status), lines: printed.trim().split(/\r?\n/), errors }
}

const bootstrap = ({ inside }: Checkout, ...args: readonly string[]) => [
  process.execPath,
  inside('scripts/bootstrap.mjs'),
  ...args,
]

const INSTALL = expect.stringMatching(/^npx -y pnpm@[\d.]+ install --frozen-lockfile$/)
const BUILD = 'npm run --silent build'

test('installs once, and again when what it is made of has other content', async () => {
  const at = await checkout()
  const begin = async () => (await ended(at, bootstrap(at, 'demo', 'two words'))).lines
  const rest = [BUILD, 'demo ["two words"]']
  // As an earlier version left it: it says nothing of what was installed.
  await writeFile(at.inside('node_modules/.frameloom-installed'), '')
  expect(await begin()).toEqual([expect.stringContaining('Installing'), INSTALL, ...rest])
  expect(await begin()).toEqual(rest)
  // Older than the install, as a file of another branch may be.
  const lock = at.inside('pnpm-lock.yaml')
  await appendFile(lock, '# another\n')
  await utimes(lock, 1, 1)
  expect(await begin()).toEqual([expect.anything(), INSTALL, ...rest])
})

test('Ctrl+C in a terminal is one Ctrl+C, and the prompt comes back when the program has ended', async (context) => {
  const at = await checkout()
  // The shell gives its place to the program: it would hear Ctrl+C too, and some shells answer for it with their own status.
  const inTerminal = [
    'script',
    '--quiet',
    '--return',
    '--command',
    ['exec', ...bootstrap(at, 'demo', 'slowly')].join(' '),
    '/dev/null',
  ]
  if (!(await hasScript)) context.skip('script of util-linux is not here: no terminal to press Ctrl+C in')
  const { status, lines } = await ended({ env: { ...at.env, SHELL: '/bin/sh' } }, inTerminal, ({ stdin }) =>
    stdin.write('\x03'),
  )
  // The terminal shows ^C before it.
  expect(lines.at(-1)).toMatch(/ended by SIGINT$/)
  expect(status).toBe(0)
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s is passed on, and the end waited for', async (signal) => {
  const at = await checkout()
  const { status, lines } = await ended(at, bootstrap(at, 'demo', 'slowly'), ({ pid = 0 }) => process.kill(pid, signal))
  expect(lines.at(-1)).toBe(`ended by ${signal}`)
  expect(status).toBe(0)
})

test('refuses a Node that `engines` leaves out, with the cure', async () => {
  const at = await checkout()
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.11.0' } })`
  await writeFile(at.inside('older.cjs'), pretend)
  const [node = '', ...args] = bootstrap(at, 'demo')
  const { status, errors } = await ended(at, [node, '--require', at.inside('older.cjs'), ...args])
  expect(status).toBe(2)
  expect(errors).toMatch(/^Frameloom needs Node \^20\.19\.0 \|\| >=22\.12\.0, and this is 22\.11\.0: install .*\n$/)
})

test('knows the versions of Node that are in the range', async () => {
  const at = await checkout()
  const versions = [
    '18.20.8',
    '20.18.3',
    '20.19.0',
    '20.20.2',
    '21.7.3',
    '22.11.0',
    '22.12.0',
    '23.0.0',
    '26.0.0-nightly',
  ]
  const program = `
    import { readFileSync } from 'node:fs'
    import { isInRange } from ${JSON.stringify(pathToFileURL(at.inside('scripts/setup/node-range.mjs')))}
    const { engines } = JSON.parse(readFileSync(${JSON.stringify(at.inside('package.json'))}, 'utf8'))
    for (const version of ${JSON.stringify(versions)}) if (isInRange(version, engines.node)) console.log(version)
  `
  const { lines } = await ended(at, [process.execPath, '--input-type=module', '--eval', program])
  expect(lines).toEqual(['20.19.0', '20.20.2', '22.12.0', '23.0.0', '26.0.0-nightly'])
})

const hasScript = ended({ env: process.env }, ['script', '--version']).then(
  ({ lines }) => lines.join().includes('util-linux'),
  () => false,
)
