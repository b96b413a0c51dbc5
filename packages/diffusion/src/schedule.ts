import { DiffusionError } from './diffusion-error.js'

/** The noise levels of a chunk's denoise steps, from most noise to least. */
export interface DenoiseSchedule {
  /** After the shift, 1000 ... above 0; one per denoise step. */
  readonly timesteps: readonly number[]
  /** Share of noise at each timestep, 1 ... above 0: x = (1 - sigma) x0 + sigma noise. */
  readonly sigmas: readonly number[]
  readonly shift: number
}

/** Entries of the flow-match table, and the timestep of pure noise. */
const TABLE = 1000

/**
 * The schedule of a few-step model from the steps it was distilled with: step s takes entry 1000 - s of the shifted table
 * ("warped" steps), so that 1000, 750, 500, 250 at shift 5 become 1000, 937.5, 833.33, 625.
 * @throws DiffusionError `invalid-schedule` with every problem
 */
export function scheduleFromSteps(steps: readonly number[], shift: number): DenoiseSchedule {
  const wrong = steps.filter((step) => !Number.isSafeInteger(step) || step < 1 || step > TABLE)
  refuse([
    ...sharedProblems('steps', steps, shift),
    wrong.length > 0 && `steps hold ${wrong.join(', ')}, expected whole numbers from 1 to ${TABLE}`,
  ])
  const sigmas = steps.map((step) => shifted(step / TABLE, shift))
  return { timesteps: sigmas.map((sigma) => sigma * TABLE), sigmas, shift }
}

/**
 * A schedule of timesteps given after the shift. Each takes the sigma of the table's nearest entry, the earlier one where two
 * are as near.
 * @throws DiffusionError `invalid-schedule` with every problem
 */
export function scheduleFromTimesteps(timesteps: readonly number[], shift: number): DenoiseSchedule {
  const wrong = timesteps.filter((timestep) => !(timestep > 0 && timestep <= TABLE))
  refuse([
    ...sharedProblems('timesteps', timesteps, shift),
    wrong.length > 0 && `timesteps hold ${wrong.join(', ')}, expected numbers above 0 and up to ${TABLE}`,
  ])
  return { timesteps, sigmas: timesteps.map((timestep) => nearestSigma(timestep, shift)), shift }
}

/** Share of noise of an unshifted share `s` (Esser et al., arXiv 2403.03206, eq. 23, for the flow-match path). */
function shifted(s: number, shift: number): number {
  return (shift * s) / (1 + (shift - 1) * s)
}

function nearestSigma(timestep: number, shift: number): number {
  let nearest = 1
  for (let entry = TABLE; entry >= 1; entry--) {
    const sigma = shifted(entry / TABLE, shift)
    if (Math.abs(sigma * TABLE - timestep) < Math.abs(nearest * TABLE - timestep)) nearest = sigma
  }
  return nearest
}

function sharedProblems(name: string, levels: readonly number[], shift: number): (string | false)[] {
  const rising = levels.find((level, i) => i > 0 && level >= (levels[i - 1] ?? Infinity))
  return [
    levels.length === 0 && `${name} are empty, expected at least one`,
    rising !== undefined && `${name} hold ${rising} after a number that is not larger, expected falling numbers`,
    !(shift > 0 && Number.isFinite(shift)) && `shift is ${shift}, expected a number above 0`,
  ]
}

function refuse(problems: readonly (string | false)[]): void {
  const found = problems.filter((problem) => problem !== false)
  if (found.length > 0)
    throw new DiffusionError('invalid-schedule', `The denoise schedule is refused: ${found.join('; ')}.`)
}
