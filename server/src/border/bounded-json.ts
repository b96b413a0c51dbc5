import { readJson } from '@frameloom/graph'
import type { z } from 'zod'
import { ApiProblem } from '../api-problem.js'

/**
 * Something that came from outside, as its schema says. It is copied into plain JSON of bounded depth first, so that no
 * schema recurses further than that.
 * @param what names it, for messages: `The body`
 * @throws ApiProblem malformed, with the first place that is wrong
 */
export function parsedInput<S extends z.ZodType>(schema: S, input: unknown, what: string): z.output<S> {
  const read = readJson(input)
  if (!read.ok)
    throw new ApiProblem('malformed', `${what} cannot be read: ${read.issues[0]?.message ?? 'it is not JSON.'}`)
  const parsed = schema.safeParse(read.value)
  if (parsed.success) return parsed.data
  const [problem] = parsed.error.issues
  const path = (problem?.path ?? [])
    .map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
  const message = `${what} is not as expected at '${path || '/'}': ${problem?.message ?? 'unknown'}. See /api/openapi.json.`
  throw new ApiProblem('malformed', message, { path })
}
