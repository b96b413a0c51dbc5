import { z } from 'zod'

/** A value that JSON can carry. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** The schema of any JSON value. */
export const jsonValue: z.ZodType<JsonValue> = z.json()
