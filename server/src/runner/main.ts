import { Runner } from './runner.js'
import { openServerLink } from './server-link.js'

// Ctrl+C reaches every process of a terminal; the server decides what becomes of a run.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})

const runner: Runner = new Runner(
  openServerLink(
    (command) => {
      if (command.type !== 'start') runner.obey(command)
      else void runner.carryOut(command.order).then((told) => process.exit(told ? 0 : 1))
    },
    () => runner.serverGone(),
  ),
)
