import { createServer, type Server } from 'node:http'

/** Milliseconds in which the headers of a request have to be there. */
const HEADERS_MS = 60_000

/**
 * A server whose requests may take as long as they need: a large file over a slow line is no fault. Every body is bounded where
 * it is read, by its time or by its silence, and headers are bounded here, for Node would bound them no longer either.
 */
export const createHttpServer = (): Server => createServer({ requestTimeout: 0, headersTimeout: HEADERS_MS })
