import type { Reporter, TestModule } from 'vitest/node'

/** Ends a test run with one plain line of counts, and names every test that did not run here, with its reason. */
export default class PlainSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    const notRun: string[] = []
    for (const module of modules) {
      if (module.state() === 'failed' && module.errors().length > 0) counts.failed += 1
      for (const test of module.children.allTests()) {
        const result = test.result()
        counts[result.state] += 1
        if (result.state === 'skipped') notRun.push(`${test.fullName}: ${result.note ?? 'no reason given'}`)
      }
    }
    const lines = notRun.map((line) => `Not run here: ${line}`)
    lines.push(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
    process.stdout.write(`\n${lines.join('\n')}\n`)
  }
}
