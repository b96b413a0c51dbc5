import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { ApiFailure, callRoute, routePath } from './call-route.js'

/** A server that gives every request one answer and remembers it. */
async function answering(status: number, body: string) {
  const seen: { method: string | undefined; url: string | undefined; body: string }[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, body: text })
      response.writeHead(status).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return { base: `http://127.0.0.1:${address.port}`, seen }
}

test('puts parameters and query into the path, escaped', () => {
  expect(routePath('readFile', { params: { id: 'a/b', name: 'c d.mp4' } })).toBe('/api/runs/a%2Fb/files/c%20d.mp4')
  expect(routePath('readDocument', { params: { id: 'x' }, query: { revision: 3 } })).toBe('/api/documents/x?revision=3')
})

test('sends the method and the body of the route and returns the reply', async () => {
  const { base, seen } = await answering(200, '{"issues":[]}')
  await expect(callRoute('validate', { body: { document: { a: 1 } } }, { base })).resolves.toEqual({ issues: [] })
  expect(seen).toEqual([{ method: 'POST', url: '/api/validate', body: '{"document":{"a":1}}' }])
})

test('throws what the server gives as the reason', async () => {
  const error = { code: 'stale-revision', message: 'Revision 2 is newer.', revision: 2 }
  const { base } = await answering(409, JSON.stringify({ error }))
  const call = callRoute('saveDocument', { params: { id: 'x' }, body: { document: {}, revision: 1 } }, { base })
  await expect(call).rejects.toEqual(new ApiFailure({ ...error, code: 'stale-revision' }, 409))
})

test('says so where something else answers at the address', async () => {
  const { base } = await answering(502, '<html>Bad gateway</html>')
  await expect(callRoute('listRuns', {}, { base })).rejects.toThrow(/502 Bad Gateway.*another program/)
})
