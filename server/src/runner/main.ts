import { Runner } from './runner.js'
import { openServerLink } from './server-link.js'

// Ctrl+C and the end of a terminal reach its processes; the server decides what becomes of a run.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
// Nobody reads the last words when the server is gone.
process.stderr.on('error', () => {})

const runner: Runner = new Runner(
  openServerLink(
    (command) => {
      if (command.type !== 'start') runner.obey(command)
      else void runner.carryOut(command.order).then((told) => process.exit(told ? 0 : 1))
    },
    () => runner.serverGone(),
  ),
)
