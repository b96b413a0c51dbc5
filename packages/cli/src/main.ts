import { exitCode } from './exit-code.js'
import { failureOf } from './failure.js'
import { createProgram } from './program.js'
import { processTerminal } from './terminal.js'

/** Runs one command and sets the exit status of this process. Reports whatever is thrown; never throws. */
export async function main(args: readonly string[]): Promise<void> {
  const terminal = processTerminal()
  try {
    await createProgram(terminal).parseAsync(args, { from: 'user' })
  } catch (thrown) {
    const failure = failureOf(thrown)
    process.exitCode = failure.exitCode
    if (failure.exitCode === exitCode.done) return
    const { code, message, issues } = failure
    if (code !== 'usage') await terminal.err.line(message)
    if (args.includes('--json')) await terminal.out.json({ error: { code, message, issues } })
  }
}
