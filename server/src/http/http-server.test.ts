import { expect, test } from 'vitest'
import { createHttpServer } from './http-server.js'

test('a request may take as long as it needs, and its headers a minute', () => {
  const { requestTimeout, headersTimeout } = createHttpServer()
  expect({ requestTimeout, headersTimeout }).toEqual({ requestTimeout: 0, headersTimeout: 60_000 })
})
