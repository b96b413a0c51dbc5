import type { z } from 'zod'
import type { ErrorCode } from './api-error.js'

/** One HTTP route: what goes in, what comes out, and why it may be turned down. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With parameters as `:name`, each one segment. */
  readonly path: string
  /** One sentence for people. */
  readonly summary: string
  readonly query?: z.ZodObject
  /** The JSON body. */
  readonly body?: z.ZodType
  /** Media type of a body that is no JSON. */
  readonly upload?: string
  /** The upload may be large and is taken as it comes; `limits.uploadBytes` of the system bounds it. */
  readonly streamed?: boolean
  readonly status: 200 | 201 | 202 | 204
  /** The JSON answer; absent where there is none, or it is a file. */
  readonly reply?: z.ZodType
  /** Media type of an answer that is no JSON. */
  readonly download?: string
  /** Refusals beside those that every route may answer with. */
  readonly errors?: readonly ErrorCode[]
}

/** Refusals of every route. */
export const commonErrors: readonly ErrorCode[] = [
  'malformed',
  'unauthorized',
  'foreign-origin',
  'foreign-host',
  'too-large',
  'internal',
]

/** Names in a path such as `/api/documents/:id`. */
export type PathParams<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PathParams<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never

/** What a route takes, as a caller writes it. */
export type RouteRequest<R extends Route> = ([PathParams<R['path']>] extends [never]
  ? { readonly params?: undefined }
  : { readonly params: Readonly<Record<PathParams<R['path']>, string>> }) &
  (R extends { body: infer B extends z.ZodType } ? { readonly body: z.input<B> } : { readonly body?: undefined }) &
  (R extends { upload: string }
    ? { readonly upload: Blob | Uint8Array<ArrayBuffer> }
    : { readonly upload?: undefined }) &
  (R extends { query: infer Q extends z.ZodType } ? { readonly query?: z.input<Q> } : { readonly query?: undefined })

/** What a route answers with; nothing where it answers with a file or without a body. */
export type RouteReply<R extends Route> = R extends { reply: infer B extends z.ZodType } ? z.output<B> : undefined
