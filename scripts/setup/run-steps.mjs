import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'

/**
 * Runs command lines one after the other in `folder`, until one fails or a signal comes; `before` and `after` of a step are called
 * around it, the latter where it went well. Signals reach the program that runs, and its end is waited for, whatever it has to
 * finish: who started this one gets the prompt back when all is over.
 * @returns the exit status of the last one that ran; 128 and the signal's number where a signal ended it, or kept the next from being started
 * @throws Error where a program cannot be started
 */
export async function runSteps(folder, steps) {
  let running
  let asked
  const listeners = FORWARDED.map((signal) => {
    const listener = () => {
      asked = asked || signal
      if (running && !(signal === 'SIGINT' && INTERRUPTS_ALL)) running.kill(signal)
    }
    process.on(signal, listener)
    return () => process.off(signal, listener)
  })
  try {
    for (const { command, args, before = () => {}, after = () => {} } of steps) {
      if (asked) return 128 + constants.signals[asked]
      before()
      running = spawn(command, args, { cwd: folder, stdio: 'inherit' })
      const status = await statusOf(running)
      if (status !== 0) return status
      after()
    }
    return 0
  } finally {
    for (const release of listeners) release()
  }
}

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Ctrl+C in a terminal goes to every program of it. To send it on would be a second Ctrl+C, which asks for more haste than the first. */
const INTERRUPTS_ALL = process.platform === 'win32' || hasTerminal()

/** Not whether the output goes there: it may go to a file, and the keyboard still be a terminal's. */
function hasTerminal() {
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return false
  }
}

function statusOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(
        new Error(`Could not start ${child.spawnfile} (${error.message}): it comes with Node, so install that again.`),
      ),
    )
    child.once('exit', (status, signal) => resolve(signal ? 128 + constants.signals[signal] : status))
  })
}
