import type { RunnerEnd } from './runner-process.js'

/** One sentence on why a run's process is gone, and what to do. */
export function processEnd({ exitCode, signal, lastWords }: RunnerEnd, checkpoint: number | undefined): string {
  const how = signal === null ? `ended by itself with status ${exitCode ?? 'unknown'}` : `was ended by ${signal}`
  const why = signal === 'SIGKILL' ? ', as the system does when memory runs out' : ''
  const cure =
    checkpoint === undefined
      ? 'There is no checkpoint yet: start it again.'
      : `Resume it: it continues with chunk ${checkpoint}.`
  const words = lastWords === '' ? '' : ` Its last output: ${lastWords}`
  return `The process of this run ${how}${why}. What it has written still plays. ${cure}${words}`
}
