import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{packages,nodes,examples}/*/src/**/*.test.ts', '{editor,server}/src/**/*.test.ts', 'tests/**/*.test.ts'],
    // One process per test file: a native crash fails its own file and nothing else.
    pool: 'forks',
    testTimeout: 60_000,
    // Hooks of page tests build the page first.
    hookTimeout: 120_000,
    // Machines of continuous integration stall for seconds at times; at a desk nothing is tried twice.
    retry: process.env['CI'] ? 2 : 0,
    expect: { poll: { timeout: 20_000 } },
    reporters: ['default', './tests/support/plain-summary.ts'],
  },
})
