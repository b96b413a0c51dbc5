import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/**
 * Which workspace packages each package may import: the table of ARCHITECTURE.md. An entry is a ceiling, not a duty.
 * Missing from the table means unknown to the architecture, which fails too.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  '@frameloom/tensor': [],
  '@frameloom/kv-cache': ['tensor'],
  '@frameloom/serial-queue': [],
  '@frameloom/memory-report': ['kv-cache'],
  '@frameloom/onnx': ['tensor'],
  '@frameloom/runtime': ['tensor', 'serial-queue'],
  '@frameloom/diffusion': ['tensor', 'kv-cache'],
  '@frameloom/weights': ['tensor'],
  '@frameloom/resident-cache': ['tensor', 'kv-cache', 'onnx', 'runtime'],
  '@frameloom/wan': ['tensor', 'kv-cache', 'diffusion', 'onnx', 'runtime', 'weights', 'resident-cache'],
  '@frameloom/tiny-world': ['tensor', 'diffusion', 'wan', 'weights', 'runtime', 'metrics'],
  '@frameloom/video': ['tensor', 'serial-queue'],
  '@frameloom/metrics': ['tensor'],
  '@frameloom/graph': [],
  '@frameloom/engine': ['graph', 'serial-queue'],
  '@frameloom/protocol': ['graph'],
  '@frameloom/sockets': ['graph', 'diffusion', 'kv-cache', 'tensor'],
  '@frameloom/nodes-model': [
    'graph',
    'sockets',
    'diffusion',
    'tensor',
    'wan',
    'tiny-world',
    'weights',
    'runtime',
    'video',
  ],
  '@frameloom/nodes-memory': ['graph', 'sockets', 'diffusion', 'kv-cache'],
  '@frameloom/nodes-sampling': ['graph', 'sockets', 'diffusion', 'kv-cache', 'tensor', 'memory-report'],
  '@frameloom/nodes-output': ['graph', 'sockets', 'diffusion', 'video', 'tensor'],
  '@frameloom/nodes-compare': ['graph', 'sockets', 'metrics'],
  '@frameloom/host': [
    'graph',
    'engine',
    'tensor',
    'weights',
    'nodes-model',
    'nodes-memory',
    'nodes-sampling',
    'nodes-output',
    'nodes-compare',
  ],
  '@frameloom/rete-plugin': ['graph'],
  '@frameloom/editor': ['graph', 'protocol', 'rete-plugin', 'memory-report', 'serial-queue'],
  '@frameloom/example-embed-plugin': ['graph', 'rete-plugin'],
  '@frameloom/server': ['graph', 'engine', 'protocol', 'sockets', 'video', 'host', 'serial-queue'],
  frameloom: ['*'],
  '@frameloom/tests': ['*'],
}

/** Libraries that only the named packages may depend on, and why. */
const FENCED: Readonly<Record<string, { readonly owners: readonly string[]; readonly reason: string }>> = {
  koffi: { owners: ['@frameloom/runtime'], reason: 'one door to the native library' },
  'onnxruntime-node': { owners: ['@frameloom/runtime'], reason: 'one door to the native library' },
  'rete-scopes-plugin': { owners: [], reason: 'non-commercial licence' },
  'rete-structures': { owners: [], reason: 'non-commercial licence' },
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

function folders(parent: string): string[] {
  if (!existsSync(join(root, parent))) return []
  return readdirSync(join(root, parent))
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
}

const packages = [...folders('packages'), ...folders('nodes'), ...folders('examples'), 'editor', 'server', 'tests'].map(
  (folder) => ({
    folder,
    manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest,
  }),
)

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](dist|node_modules)[\\/]/.test(path))
}

/** Installed once at the root, for tests alone. */
const TEST_TOOLS = ['vitest', 'fast-check']

/** Tests, and what packages offer to the tests of others under their `./testing` path. */
const isTest = (path: string) =>
  /(\.test|\.contract|-under-test)\.ts$|[\\/](tests|testing|test-support)[\\/]|[\\/]arbitrary-[^\\/]+\.ts$/.test(path)

/** Names of the packages a file imports, without Node's own and relative files. */
function importedPackages(path: string): string[] {
  const specifiers = readFileSync(path, 'utf8').matchAll(/^(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]/gm)
  return [...specifiers]
    .map(([, specifier = '']) => /^(@[^/]+\/[^/]+|[^./][^/]*)/.exec(specifier)?.[1])
    .filter((name): name is string => name !== undefined && !name.startsWith('node:'))
}

const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')

/** What the rows of the document's table allow, by package: names without their scope. */
const written = new Map(
  [...architecture.matchAll(/^\| `([^`]+)`(?: \([^)]*\))? +\|[^|]*\| ([^|]+?) +\|$/gm)].map(
    ([, name = '', imports = '']) => [name, imports === '-' ? [] : imports.split(', ')],
  ),
)

/** Packs share one row, which says in prose what each may import: MAY_IMPORT alone holds them to it. */
const PACKS = 'nodes/*'

test.each([...written].filter(([name]) => name !== PACKS))(
  'ARCHITECTURE.md tells of %s what holds',
  (name, imports) => {
    const held = MAY_IMPORT[name] ?? MAY_IMPORT[`@frameloom/${name}`] ?? []
    // Packs are one word in the document, and libraries from elsewhere have fences of their own.
    const packs = held.map((other) => (other.startsWith('nodes-') ? 'nodes' : other === '*' ? 'everything' : other))
    expect(imports.filter((other) => other !== 'zod').toSorted()).toEqual([...new Set(packs)].toSorted())
  },
)

test('ARCHITECTURE.md has a row for every package', () => {
  expect(packages.map(({ manifest }) => manifest.name).filter((name) => !isNamed(name))).toEqual([])
})

/** Has it a row of its own, or one by its folder? Packs share a row; what is for the browser and for tests alone has none. */
const isNamed = (name: string) =>
  /^@frameloom\/(nodes-|example-|tests$|rete-plugin$|editor$)/.test(name) ||
  written.has(name) ||
  written.has(name.slice('@frameloom/'.length))

describe.each(packages)('$manifest.name', ({ folder, manifest }) => {
  test('has a place in the architecture', () => {
    expect(Object.keys(MAY_IMPORT)).toContain(manifest.name)
  })

  test('depends only on packages that its place allows', () => {
    const allowed = MAY_IMPORT[manifest.name] ?? []
    if (allowed.includes('*')) return
    const own = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@frameloom/'))
    expect(own.filter((name) => !allowed.includes(name.slice('@frameloom/'.length)))).toEqual([])
  })

  test('keeps fenced libraries behind their door', () => {
    const all = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    const trespassing = all.filter((name) => FENCED[name] && !FENCED[name].owners.includes(manifest.name))
    expect(trespassing.map((name) => `${name}: ${FENCED[name]?.reason}`)).toEqual([])
  })

  test('imports only what it declares', () => {
    const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))
    const undeclared = sourceFiles(folder).flatMap((path) =>
      importedPackages(path)
        .filter((name) => !declared.has(name) && name !== manifest.name)
        .filter((name) => !(isTest(path) && TEST_TOOLS.includes(name)))
        .map((name) => `${path}: ${name}`),
    )
    expect(undeclared).toEqual([])
  })
})

test('has no file that nobody can name', () => {
  const drawers = packages
    .flatMap(({ folder }) => sourceFiles(folder))
    .filter((path) => /[\\/](utils?|helpers?|common|misc|manager|handler)\.tsx?$/.test(path))
  expect(drawers).toEqual([])
})

/** Where the program says its version: `--version`, the studio's health, and the files that nodes write. */
const VERSIONS = ['packages/cli/src/program.ts', 'server/src/http/system-handlers.ts', 'nodes/output/src/created-by.ts']

test('all packages are of one version, and the program says that one', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
  expect(packages.filter(({ manifest }) => manifest.version !== version)).toEqual([])
  const said = VERSIONS.map((path) => /\b\d+\.\d+\.\d+\b/.exec(readFileSync(join(root, path), 'utf8'))?.[0])
  expect(said).toEqual(VERSIONS.map(() => version))
})

test('every package is known to the type checker', () => {
  const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as {
    references: readonly { path: string }[]
  }
  const listed = references.map(({ path }) => path.replace(/^\.\//, ''))
  expect(packages.map(({ folder }) => folder).filter((folder) => !listed.includes(folder))).toEqual([])
})
