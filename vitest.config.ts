import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{packages,nodes,examples}/*/src/**/*.test.ts', '{editor,server}/src/**/*.test.ts', 'tests/**/*.test.ts'],
    // One process per test file: a native crash fails its own file and nothing else.
    pool: 'forks',
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    reporters: ['default', './tests/support/plain-summary.ts'],
  },
})
