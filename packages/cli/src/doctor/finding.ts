/** One thing that was looked at. */
export interface Finding {
  /** For programs, kebab-case: `device-cuda`. */
  readonly name: string
  /** `missing` keeps Frameloom from working; `optional` only takes something away. */
  readonly status: 'ok' | 'optional' | 'missing'
  /** What was found, for people. */
  readonly found: string
  /** What to do about it, where there is something to do. */
  readonly cure?: string
}

const MARK: Readonly<Record<Finding['status'], string>> = { ok: 'ok', optional: '--', missing: '!!' }

/** A finding for people: one line, and a second one with the cure. */
export function findingLines({ name, status, found, cure }: Finding): string[] {
  const line = `${MARK[status]}  ${name.padEnd(16)}${found}`
  return cure === undefined ? [line] : [line, `${' '.repeat(20)}→ ${cure}`]
}
