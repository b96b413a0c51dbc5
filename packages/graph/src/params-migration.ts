import type { JsonObject } from './json.js'

/** One named step from version `to - 1` of a node's parameters to version `to`. */
export interface ParamsMigration {
  readonly to: number
  /** What the step does, for people: `rename rate to longTermRate`. */
  readonly name: string
  /** Pure. Leaves parameters that it does not know as they are. */
  migrate(params: JsonObject): JsonObject
}
