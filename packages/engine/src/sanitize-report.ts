import { type ChunkReport, type JsonObject, type JsonValue, NodeError, type NodeStatus } from '@frameloom/graph'

/** A status as every viewer can be told it: progress from 0 to 1, whole bytes; without figures that are none. */
export function sanitizedStatus({ text, progress, memoryBytes }: NodeStatus): NodeStatus {
  return {
    ...(text !== undefined && { text }),
    ...(isFigure(progress) && { progress: Math.min(1, Math.max(0, progress)) }),
    ...(isFigure(memoryBytes) && { memoryBytes: Math.max(0, Math.round(memoryBytes)) }),
  }
}

/**
 * A report as every viewer can be told it: without figures that are none, and without an insight that has some.
 * @throws NodeError where the chunk is no chunk, or the insight can never be told
 */
export function sanitizedReport({ chunk, frames, measurements = {}, insight, digest }: ChunkReport) {
  for (const [name, count] of Object.entries({ chunk, frames })) {
    if (Number.isSafeInteger(count) && count >= 0) continue
    throw unfit(`reported a finished chunk whose '${name}' is ${count}; expected a whole number from 0 up`)
  }
  const figures = Object.fromEntries(Object.entries(measurements).filter(([, figure]) => isFigure(figure)))
  const shown = insight === undefined ? undefined : (json(insight, '') as JsonObject | undefined)
  return {
    chunk,
    frames,
    measurements: figures,
    ...(shown !== undefined && { insight: shown }),
    ...(digest !== undefined && { digest }),
  }
}

const isFigure = (value: number | undefined): value is number => Number.isFinite(value)

/**
 * `value` as JSON holds it, members that are undefined left out; undefined where a number in it is not finite.
 * @throws NodeError where JSON has no word for it
 */
function json(value: unknown, path: string): JsonValue | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return whole(value.map((element, index) => json(element, `${path}/${index}`)))
  if (typeof value !== 'object' || !isPlain(value)) {
    const found = typeof value === 'object' ? 'an object of a class' : `a value of type ${typeof value}`
    throw unfit(`reported an insight with ${found} at '${path}'; expected what JSON can carry`)
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  const held = whole(members.map(([key, member]) => json(member, `${path}/${key}`)))
  return held && Object.fromEntries(held.map((member, index) => [members[index]?.[0] ?? '', member]))
}

function whole(values: readonly (JsonValue | undefined)[]): readonly JsonValue[] | undefined {
  return values.every((value) => value !== undefined) ? values : undefined
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const unfit = (found: string): NodeError => new NodeError('unfit-report', `It ${found}. Report this to its pack.`)
