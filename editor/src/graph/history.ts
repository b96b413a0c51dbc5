/** Steps that can be undone; older ones are forgotten. */
export const MOST_STEPS = 200

/** What was, what is, and what was undone. Values are never changed, so a step costs what differs. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
  /** Names the gesture that made the present; changes of one gesture are one step. */
  readonly gesture: string | undefined
}

export const startHistory = <T>(present: T): History<T> => ({ past: [], present, future: [], gesture: undefined })

/** A new present. Within one gesture it replaces the present, and undo goes to what was before the gesture. */
export function commit<T>(history: History<T>, present: T, gesture?: string): History<T> {
  if (present === history.present) return history
  const { past, gesture: last } = history
  if (gesture !== undefined && gesture === last) return { past, present, future: [], gesture }
  return { past: [...past, history.present].slice(-MOST_STEPS), present, future: [], gesture }
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  const { past, present, future } = history
  return { past: past.slice(0, -1), present: before, future: [present, ...future], gesture: undefined }
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.present], present: next, future, gesture: undefined }
}
