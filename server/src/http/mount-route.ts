import { parseJson } from '@frameloom/graph'
import { type PathParams, type RouteName, type RouteReply, type Routes, routes } from '@frameloom/protocol'
import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import type { z } from 'zod'
import { ApiProblem } from '../api-problem.js'
import { parsedInput } from '../border/bounded-json.js'

/** Bytes of a JSON body: far above any graph that a person draws. */
const MOST_BODY_BYTES = 4 * 1024 * 1024
/** The head of a video with its document. */
const MOST_VIDEO_HEAD_BYTES = 16 * 1024 * 1024
/** Milliseconds in which a body of bounded size has to be there. */
const BODY_MS = 300_000

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

/** A request that was checked against its route's schemas. */
export interface CheckedRequest<R extends Routes[RouteName]> {
  readonly params: Readonly<Record<PathParams<R['path']>, string>>
  readonly body: Parsed<'body' extends keyof R ? R['body'] : undefined>
  readonly query: Parsed<'query' extends keyof R ? R['query'] : undefined>
  /** The body of a route that takes no JSON; empty otherwise. */
  readonly upload: Uint8Array
  /** The request itself: its body is unread where the route takes it as it comes. */
  readonly incoming: Request
  readonly response: Response
}

/** Answers a route. Where the route answers with a file, the handler sends it itself. */
export type RouteHandler<N extends RouteName> = (
  request: CheckedRequest<Routes[N]>,
) => RouteReply<Routes[N]> | Promise<RouteReply<Routes[N]>>

/** Mounts a route of the protocol: bodies are bounded and checked, replies have the route's status. */
export function mountRoute<N extends RouteName>(router: Router, name: N, handler: RouteHandler<N>): void {
  const route: (typeof routes)[RouteName] = routes[name]
  const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
  const body = 'body' in route ? route.body : undefined
  const query = 'query' in route ? route.query : undefined
  const answer: RequestHandler = async (request, response) => {
    const checked = {
      params: request.params,
      body: body && parsedInput(body, jsonOf(request), 'The body'),
      query: query && parsedInput(query, request.query, 'The query'),
      upload: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
      incoming: request,
      response,
    }
    // The schemas of this very route were applied; only their types are lost on the way through express.
    const reply = await handler(checked as CheckedRequest<Routes[N]>)
    if ('download' in route) return
    if (reply === undefined) response.status(route.status).end()
    else response.status(route.status).json(reply)
  }
  router[method](route.path, ...readers(route), answer)
}

/** Tells apart a path that does not exist and a method that a path does not have. */
export function refuseOtherMethods(router: Router): void {
  for (const path of new Set(Object.values(routes).map((route) => route.path))) {
    const methods = Object.values(routes).flatMap((route) => (route.path === path ? [route.method] : []))
    router.all(path, (request, response) => {
      response.setHeader('Allow', methods.join(', '))
      throw new ApiProblem(
        'method-not-allowed',
        `${path} does not take ${request.method}; it takes ${methods.join(', ')}.`,
      )
    })
  }
}

function readers(route: (typeof routes)[RouteName]): RequestHandler[] {
  if ('streamed' in route) return [requireType(route.upload)]
  if ('upload' in route)
    return [requireType(route.upload), arriveInTime, express.raw({ type: route.upload, limit: MOST_VIDEO_HEAD_BYTES })]
  if (!('body' in route)) return []
  return [
    requireType('application/json'),
    arriveInTime,
    express.text({ type: 'application/json', limit: MOST_BODY_BYTES }),
  ]
}

const arriveInTime: RequestHandler = (request, _response, next) => {
  const late = setTimeout(() => request.destroy(), BODY_MS)
  request.once('close', () => clearTimeout(late))
  next()
}

const requireType =
  (type: string): RequestHandler =>
  (request, _response, next) => {
    if (request.is(type) !== false) return next()
    const found = request.headers['content-type'] ?? 'none'
    throw new ApiProblem('wrong-media-type', `The Content-Type is ${found}; expected ${type}.`)
  }

function jsonOf(request: Request): unknown {
  const text: unknown = request.body
  const parsed = parseJson(typeof text === 'string' ? text : '')
  if (parsed.ok) return parsed.value
  throw new ApiProblem('malformed', `The body cannot be read: ${parsed.issues[0]?.message ?? 'it is not JSON.'}`)
}
