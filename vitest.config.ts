import { defineConfig } from 'vitest/config'

/** Packages of plain TypeScript, of which no native code is loaded: their files and the editor's share processes, which saves each its start. */
const PLAIN =
  '{tensor,weights,onnx,kv-cache,diffusion,graph,engine,host,metrics,protocol,sockets,memory-report,serial-queue,rete-plugin}'
const PLAIN_FILES = [`packages/${PLAIN}/src/**/*.test.ts`, 'editor/src/*/**/*.test.ts']
/** Tests of the studio's page, all in one browser. */
const PAGES = ['editor/src/*.page.test.ts']
/** Whole programs: servers, runners, command lines. */
const WHOLE = ['server/src/**/*.test.ts', 'examples/*/src/**/*.test.ts', 'tests/**/*.test.ts']
/** Such files at once: each keeps several processes busy, and waits for them between. */
const AT_ONCE = 2
const isAtDesk = !process.env['CI']

export default defineConfig({
  test: {
    // One process per test file, where native code is loaded: its crash fails its own file and nothing else.
    pool: 'forks',
    // What is built is loaded by Node itself, not transformed once more: half the time of a file's start.
    server: { deps: { external: [/\/dist\//] } },
    // What ends a test that hangs. Far above what any takes: a loaded machine is no failure.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    // Machines of continuous integration stall for seconds at times; at a desk nothing is tried twice.
    retry: isAtDesk ? 0 : 2,
    // Nor are generated cases the same twice at a desk, where each run is to find something new.
    setupFiles: isAtDesk ? [] : ['tests/support/fixed-seed.ts'],
    expect: { poll: { timeout: 60_000 } },
    reporters: ['default', './tests/support/plain-summary.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'plain',
          include: PLAIN_FILES,
          isolate: false,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['{packages,nodes}/*/src/**/*.test.ts'],
          exclude: PLAIN_FILES,
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'whole', include: WHOLE, maxWorkers: AT_ONCE, sequence: { groupOrder: 2 } },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          include: PAGES,
          isolate: false,
          globalSetup: ['editor/src/testing/built-page.ts', 'editor/src/testing/start-chromium.ts'],
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
