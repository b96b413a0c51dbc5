import { type ApiError, errorBody } from './api-error.js'
import type { Route, RouteReply, RouteRequest } from './route.js'
import { type RouteName, type Routes, routes } from './routes.js'

/** A request that the server turned down. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly error: ApiError
  readonly status: number

  constructor(error: ApiError, status: number) {
    super(error.message)
    this.error = error
    this.status = status
  }
}

export interface CallOptions {
  /** Where the server is; a page leaves it out. For example `http://127.0.0.1:7860`. */
  readonly base?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/**
 * Calls a route by its name: `await callRoute('readDocument', { params: { id } })`. Not for routes that answer with a file:
 * give `routePath` of those to `<video>` or `<a>`.
 * @throws ApiFailure where the server turns it down; TypeError where it cannot be reached
 */
export async function callRoute<N extends RouteName>(
  name: N,
  request: RouteRequest<Routes[N]>,
  { base = '', headers = {}, signal }: CallOptions = {},
): Promise<RouteReply<Routes[N]>> {
  const route: Route = routes[name]
  const { body, upload } = request
  const sent = body === undefined ? upload : JSON.stringify(body)
  const type = body === undefined ? route.upload : 'application/json'
  const response = await fetch(`${base}${pathOf(name, request)}`, {
    method: route.method,
    headers: { ...headers, ...(type !== undefined && { 'Content-Type': type }) },
    ...(sent !== undefined && { body: sent }),
    ...(signal && { signal }),
  })
  if (!response.ok) throw failureOf({ ...statusOf(response), text: await response.text() })
  const reply: unknown = route.reply === undefined ? undefined : await response.json()
  return reply as RouteReply<Routes[N]>
}

/** The path of a route with its parameters and its query, for links and `<video>`. */
export function routePath<N extends RouteName>(
  name: N,
  place: Pick<RouteRequest<Routes[N]>, 'params'> & Partial<Pick<RouteRequest<Routes[N]>, 'query'>>,
): string {
  return pathOf(name, place)
}

interface Place {
  readonly params?: Readonly<Record<string, string>> | undefined
  readonly query?: object | undefined
}

function pathOf(name: RouteName, { params = {}, query = {} }: Place): string {
  const path = routes[name].path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''))
  const search = new URLSearchParams(
    Object.entries<unknown>({ ...query })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]): [string, string] => [key, String(value)]),
  ).toString()
  return search === '' ? path : `${path}?${search}`
}

const statusOf = ({ status, statusText }: Response) => ({ status, statusText })

/** What an answer of status 400 or more says, for whoever does not call by `callRoute`. */
export function failureOf(answer: { readonly status: number; readonly statusText: string; readonly text: string }) {
  const { status, statusText, text } = answer
  const parsed = errorBody.safeParse(asJson(text))
  if (parsed.success) return new ApiFailure(parsed.data.error, status)
  const message = `The server answered ${status} ${statusText} without a reason. Is another program at this address?`
  return new ApiFailure({ code: 'internal', message }, status)
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}
