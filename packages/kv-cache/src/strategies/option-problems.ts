import { CacheError } from '../cache-error.js'

/** What is wrong with one option, as "name is found, expected ..."; undefined when nothing is. */
export type Problem = string | undefined

export function wholeProblem(name: string, value: number, least: number): Problem {
  if (Number.isSafeInteger(value) && value >= least) return undefined
  return `${name} is ${value}, expected a whole number of latent frames from ${least}`
}

export function rateProblem(name: string, value: number): Problem {
  if (value >= 0 && value <= 1) return undefined
  return `${name} is ${value}, expected a number from 0 (memory stands still) to 1 (memory is the last fold)`
}

/** `parts` are the slots that are always taken, by what takes them. */
export function roomProblem(cacheFrames: number, parts: Readonly<Record<string, number>>): Problem {
  const needed = Object.values(parts).reduce((sum, frames) => sum + frames, 0)
  if (!Number.isFinite(needed) || cacheFrames >= needed) return undefined
  const names = Object.entries(parts).map(([name, frames]) => `${frames} ${name}`)
  return `cacheFrames is ${cacheFrames}, expected at least ${needed} (${names.join(' + ')})`
}

/** @throws CacheError `invalid-parameter` with every problem in one sentence, when there is one. */
export function refuseProblems(strategy: string, problems: readonly Problem[]): void {
  const found = problems.filter((problem) => problem !== undefined)
  if (found.length === 0) return
  throw new CacheError('invalid-parameter', `Cache strategy "${strategy}" cannot be built: ${found.join('; ')}.`)
}
