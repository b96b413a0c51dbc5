import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'
import { build, preview } from 'vite'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { CHROMIUM, LAUNCH, PATIENCE } from './testing/chromium.js'

const repository = join(import.meta.dirname, '..', '..', '..')
const PUBLISHED = ['graph', 'rete-plugin'] as const
type Published = (typeof PUBLISHED)[number]

/** What a package says of itself, as far as this file asks. */
interface Manifest {
  readonly private?: boolean
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

function run(command: string, args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  return { status, said: `${stdout}${stderr}` }
}

/** pnpm as it installed the workspace: by the bootstrap's `npx`, which has kept it, or by itself. */
async function pnpm(...args: readonly string[]): Promise<void> {
  const bootstrap = await readFile(join(repository, 'scripts', 'bootstrap.mjs'), 'utf8')
  const version = /'(pnpm@[\d.]+)'/.exec(bootstrap)?.[1] ?? 'pnpm'
  const byNpx = run('npx', ['--prefer-offline', '-y', version, ...args], repository)
  if (byNpx.status === 0) return
  const byItself = run('pnpm', args, repository)
  if (byItself.status !== 0) throw new Error(`pnpm ${args.join(' ')} failed:\n${byNpx.said}\n${byItself.said}`)
}

describe('the packages as they would be published', () => {
  const made = { folder: '' }
  const installed = (name: Published) => join(made.folder, 'node_modules', '@frameloom', name)
  const manifestOf = async (name: Published) =>
    JSON.parse(await readFile(join(installed(name), 'package.json'), 'utf8')) as Manifest
  const filesOf = async (name: Published) =>
    (await readdir(installed(name), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))

  /** As if built from a source that is gone. */
  const stale = (name: Published) => join(repository, 'packages', name, 'dist', 'source-is-gone.js')

  /** A folder that has nothing but the packed packages and what `named` says, taken from the workspace's own installation. */
  beforeAll(async () => {
    made.folder = await realpath(await mkdtemp(join(tmpdir(), 'frameloom-packed-')))
    for (const name of PUBLISHED) await writeFile(stale(name), '')
    const filters = PUBLISHED.flatMap((name) => ['--filter', `@frameloom/${name}`])
    await pnpm(...filters, 'pack', '--pack-destination', made.folder)
    const tarballs = await readdir(made.folder)
    for (const name of PUBLISHED) {
      await mkdir(installed(name), { recursive: true })
      const tarball = tarballs.find((file) => file.startsWith(`frameloom-${name}-`)) ?? `The tarball of ${name}`
      const unpacked = run('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed(name)], made.folder)
      if (unpacked.status !== 0) throw new Error(`${tarball} could not be unpacked: ${unpacked.said}`)
    }
  })

  afterAll(async () => {
    await rm(made.folder, { recursive: true })
    for (const name of PUBLISHED) await rm(stale(name), { force: true })
  })

  /** Links a package where somebody's `npm install` would have put it. */
  async function link(name: string, from: Published) {
    const to = join(made.folder, 'node_modules', name)
    if (existsSync(to)) return
    await mkdir(dirname(to), { recursive: true })
    await symlink(await realpath(join(repository, 'packages', from, 'node_modules', name)), to, 'junction')
  }

  test.each(PUBLISHED)(
    '%s depends on nothing that is not published, and has its licence and its words',
    async (name) => {
      const manifest = await manifestOf(name)
      expect(manifest.private).toBeUndefined()
      const others = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })
      const ours = others.filter(([other]) => other.startsWith('@frameloom/'))
      expect(ours.filter(([other]) => !PUBLISHED.some((known) => other === `@frameloom/${known}`))).toEqual([])
      expect(others.filter(([, version]) => version.includes(':'))).toEqual([])
      const licence = await readFile(join(installed(name), 'LICENSE'), 'utf8')
      expect(licence).toBe(await readFile(join(repository, 'LICENSE'), 'utf8'))
      expect(existsSync(join(installed(name), 'README.md'))).toBe(true)
    },
  )

  test.each(PUBLISHED)(
    '%s has every file that it names, the sources of its maps too, no test, and nothing whose source is gone',
    async (name) => {
      const { exports } = await manifestOf(name)
      const named = Object.values(exports).flatMap((target) =>
        (typeof target === 'string' ? [target] : Object.values(target)).map((file) => join(installed(name), file)),
      )
      const files = await filesOf(name)
      const maps = await Promise.all(
        files
          .filter((file) => file.endsWith('.map'))
          .map(async (file) =>
            (JSON.parse(await readFile(file, 'utf8')) as { sources: string[] }).sources.map((source) =>
              join(dirname(file), source),
            ),
          ),
      )
      expect(maps.length).toBeGreaterThan(20)
      expect([...named, ...maps.flat()].filter((file) => !existsSync(file))).toEqual([])
      expect(files.filter((file) => /\.(test|fixture)\.|tsbuildinfo/.test(file))).toEqual([])
      expect(files.filter((file) => file.includes('source-is-gone'))).toEqual([])
    },
  )

  const readme = () => readFile(join(installed('rete-plugin'), 'README.md'), 'utf8')
  /** The packages that the plugin's README tells to install. */
  const named = async () => /^npm install (.+)$/m.exec(await readme())?.[1]?.split(' ') ?? []

  test('the README of rete-plugin names all peers where it tells what to install', async () => {
    const { peerDependencies = {} } = await manifestOf('rete-plugin')
    expect(await named()).toEqual(expect.arrayContaining(Object.keys(peerDependencies)))
  })

  describe('installed beside what the README names', () => {
    beforeAll(async () => {
      const wanted = Object.keys((await manifestOf('graph')).dependencies ?? {})
      for (const name of wanted) await link(name, 'graph')
      for (const name of [...(await named()), '@types/react', '@types/react-dom']) await link(name, 'rete-plugin')
      await writeFile(join(made.folder, 'main.ts'), /^```ts\n(.*?)^```/ms.exec(await readme())?.[1] ?? '')
      await writeFile(join(made.folder, 'package.json'), '{ "type": "module" }')
    })

    test('its example has no error of types, and misuse has', async () => {
      const compilerOptions = {
        target: 'es2022',
        lib: ['es2023', 'dom', 'dom.iterable'],
        module: 'esnext',
        moduleResolution: 'bundler',
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedSideEffectImports: true,
        types: [],
        noEmit: true,
        // Rete's own renderer does not pass without this under React 19.
        skipLibCheck: true,
      }
      const misuse = [
        "import { loadDocument } from '@frameloom/graph'",
        "import { ManifestNode, rerouteByPointer } from '@frameloom/rete-plugin'",
        '// @ts-expect-error',
        'loadDocument(1)',
        '// @ts-expect-error',
        'new ManifestNode({ id: "a", type: "b", version: 1 }, { type: 1 })',
        '// @ts-expect-error',
        'new ManifestNode({ id: "a", type: "b", version: 1 }, undefined).addOutput("a", "b")',
        '// @ts-expect-error',
        'rerouteByPointer({ area: document.body })',
      ]
      await writeFile(join(made.folder, 'misuse.ts'), misuse.join('\n'))
      const files = ['main.ts', 'misuse.ts']
      await writeFile(join(made.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
      const compiler = join(repository, 'node_modules', 'typescript', 'bin', 'tsc')
      const checked = run(process.execPath, [compiler, '-p', made.folder, '--pretty', 'false'], made.folder)
      expect(checked).toEqual({ status: 0, said: '' })
    })

    test.skipIf(!existsSync(CHROMIUM))(
      'its example shows a document of the studio and saves what is changed',
      async () => {
        const page =
          '<!doctype html><main id="canvas" style="height: 90vh"></main><script type="module" src="main.ts"></script>'
        await writeFile(join(made.folder, 'index.html'), page)
        const manifests = join(repository, 'editor', 'src', 'testing', 'nodes.json')
        const document = join(repository, 'examples', 'sliding-window', 'sliding-window.frameloom.json')
        await cp(manifests, join(made.folder, 'public', 'nodes.json'))
        await cp(document, join(made.folder, 'public', 'graph.frameloom.json'))
        const root = made.folder
        await build({ root, configFile: false, logLevel: 'error', build: { target: 'es2022', minify: false } })
        const server = await preview({ root, configFile: false, logLevel: 'silent', preview: { port: 0 } })
        onTestFinished(() => server.close())
        const browser = await chromium.launch(LAUNCH)
        onTestFinished(() => browser.close())
        const shown = await browser.newPage({ viewport: { width: 1600, height: 900 } })
        shown.setDefaultTimeout(PATIENCE)
        const errors: string[] = []
        shown.on('pageerror', (error) => errors.push(error.message))
        await shown.goto(server.resolvedUrls?.local[0] ?? '')

        const { nodes, wires } = JSON.parse(await readFile(document, 'utf8')) as { nodes: unknown[]; wires: unknown[] }
        await expect.poll(() => shown.locator('.fl-card').count()).toBe(nodes.length)
        await expect.poll(() => shown.locator('.fl-wire-line').count()).toBe(wires.length)
        expect(await shown.locator('[data-missing]').count()).toBe(0)

        const title = await shown.locator('.fl-title').first().boundingBox()
        await shown.mouse.move((title?.x ?? 0) + 20, (title?.y ?? 0) + 5)
        await shown.mouse.down()
        await shown.mouse.move((title?.x ?? 0) + 60, (title?.y ?? 0) + 50, { steps: 4 })
        await shown.mouse.up()
        const saved = () => shown.evaluate(() => localStorage.getItem('graph'))
        await expect.poll(async () => (await saved())?.includes('"frameloom-graph"')).toBe(true)
        expect(errors).toEqual([])
      },
    )
  })
})
