import { ApiProblem } from '../api-problem.js'
import type { StudioRun } from './studio-run.js'

/** Why something cannot be done to a run as it is: `done` as in "stopped", `why` with what to do. */
export function wrongState({ view }: StudioRun, done: string, why: string): ApiProblem {
  return new ApiProblem('wrong-state', `Run '${view.title}' is ${view.state} and cannot be ${done}: ${why}.`)
}
