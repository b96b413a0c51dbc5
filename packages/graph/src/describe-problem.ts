import type { z } from 'zod'

type ZodIssue = z.core.$ZodIssue

const LONGEST = 60

/** `is 40; expected at most 16. Lower it.`: what zod found at a place, as the second half of a sentence, with the cure. */
export function describeProblem(issue: ZodIssue, root: unknown): string {
  const value = issue.path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Object.getOwnPropertyDescriptor(at, key)?.value : undefined),
    root,
  )
  return `${found(value)}; ${expected(issue)}`
}

function found(value: unknown): string {
  if (value === undefined) return 'is missing'
  if (Array.isArray(value)) return `is a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'is an object'
  const text = JSON.stringify(value)
  return `is ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`
}

function expected(issue: ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${article(issue.expected)}. Set one.`
    case 'too_big':
      return `expected ${issue.inclusive === false ? 'less than' : 'at most'} ${String(issue.maximum)}${unit(issue.origin)}. Lower it.`
    case 'too_small':
      return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${String(issue.minimum)}${unit(issue.origin)}. Raise it.`
    case 'invalid_value':
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}. Choose one.`
    case 'not_multiple_of':
      return `expected a multiple of ${issue.divisor}. Round it.`
    case 'unrecognized_keys':
      return `it must not have ${issue.keys.map((key) => `'${key}'`).join(', ')}. Remove it.`
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return issue.message.replace(/[^.]$/, '$&.')
  }
}

const article = (type: string): string => `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type === 'int' ? 'integer' : type}`

function unit(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' || origin === 'set' ? ' entries' : ''
}
