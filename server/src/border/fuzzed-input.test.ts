import type { JsonObject, JsonValue } from '@frameloom/graph'
import { type ErrorCode, errorStatus, type RequestName, requests } from '@frameloom/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rawRequest } from '../testing/raw-request.js'
import { openPage, paintingDocument, testStudio } from '../testing/test-studio.js'

const json = { 'Content-Type': 'application/json' }
/** Together more than 10,000. */
const [DOCUMENTS, EVENTS] = [600, 9600]
/** Events that a page sends without waiting. */
const AT_ONCE = 80
const anyJson = fc.jsonValue({ maxDepth: 4 })

/** A document with one or two places replaced by anything. */
const mangledDocument = fc
  .array(fc.tuple(fc.nat(), anyJson), { minLength: 1, maxLength: 2 })
  .map((changes) =>
    changes.reduce<JsonValue>((now, [at, value]) => mangled(now, at, value as JsonValue), paintingDocument()),
  )

function mangled(value: JsonValue, at: number, by: JsonValue): JsonValue {
  if (at % 4 === 0 || value === null || typeof value !== 'object') return by
  const isList = Array.isArray(value)
  const entries = Object.entries(value as JsonObject)
  const place = (at >> 2) % Math.max(1, entries.length)
  const changed = entries.map(([key, part], index): [string, JsonValue] => [
    key,
    index === place ? mangled(part, at >> 4, by) : part,
  ])
  return isList ? changed.map(([, part]) => part) : Object.fromEntries(changed)
}

describe('a server', () => {
  test('stays up under hundreds of mangled documents, and answers each in its own words', async () => {
    const { url } = await testStudio()
    const paths = ['/api/validate', '/api/documents', '/api/runs']
    const statuses = new Set<number>([200, 201, ...Object.values(errorStatus)])
    await fc.assert(
      fc.asyncProperty(mangledDocument, fc.constantFrom(...paths), async (document, path) => {
        // A run of what is left of the document would be a real one; none is wanted here.
        const body = JSON.stringify(path === '/api/runs' ? { document, device: 'abacus' } : { document })
        const answer = await rawRequest(url, path, { method: 'POST', headers: json, body })
        expect(statuses).toContain(answer.status)
        expect(answer.status).toBeLessThan(500)
      }),
      { numRuns: DOCUMENTS },
    )
    expect((await rawRequest(url, '/healthz')).status).toBe(200)
  })

  test('stays up under thousands of events that make no sense, and replies to each', async () => {
    const studio = await testStudio()
    const page = await openPage(studio.url)
    const names = Object.keys(requests).filter(
      (name): name is Exclude<RequestName, 'run:start'> => name !== 'run:start',
    )
    const payload = fc.oneof(
      anyJson,
      fc.record({ run: fc.oneof(fc.string(), fc.constant('__proto__')), previews: anyJson }),
    )
    const batch = fc.array(fc.tuple(fc.constantFrom(...names, 'run:start', 'run:nothing', 'error'), payload), {
      minLength: AT_ONCE,
      maxLength: AT_ONCE,
    })
    await fc.assert(
      fc.asyncProperty(batch, async (events) => {
        const replies = await Promise.all(
          events.map(async ([name, input]) => page.emitWithAck(name as 'run:stop', input as never)),
        )
        // To stop watching what nobody watches is no mistake.
        const taken = events.filter(([name], index) => replies[index]?.ok === true && name !== 'run:unwatch')
        expect(taken).toEqual([])
      }),
      { numRuns: EVENTS / AT_ONCE },
    )
    expect(studio.desk.list()).toEqual([])
    expect((await rawRequest(studio.url, '/healthz')).status).toBe(200)
  })

  test('closes a socket that speaks no protocol, and only that one', async () => {
    const { url } = await testStudio()
    const bystander = await openPage(url)
    for (const packet of [
      '9',
      '4',
      '42',
      '42["run:watch"',
      '451-["x"]',
      '42[]',
      '42{"a":1}',
      '43[]',
      '4'.repeat(1000),
      '42["__proto__",{}]',
      '42["disconnect"]',
      '42["newListener",{}]',
    ]) {
      const page = await openPage(url)
      const closed = new Promise((resolve) => page.once('disconnect', resolve))
      page.io.engine.write(packet)
      page.emit('run:unwatch', { run: 'r' as never }, () => page.disconnect())
      await closed
    }
    expect(bystander.connected).toBe(true)
  })
})

describe('a body', () => {
  test.each<[string, string, ErrorCode]>([
    ['that is no JSON', '{"document":', 'malformed'],
    ['that is empty', '', 'malformed'],
    ['of another shape', '[1]', 'malformed'],
    ['nested deeper than any document', `{"document":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'malformed'],
    ['larger than any document', `{"document":"${'x'.repeat(5 * 1024 * 1024)}"}`, 'too-large'],
  ])('%s is refused', async (_name, body, code) => {
    const { url } = await testStudio()
    const answer = await rawRequest(url, '/api/validate', { method: 'POST', headers: json, body })
    expect(answer).toMatchObject({ status: errorStatus[code], code })
    expect((await rawRequest(url, '/healthz')).status).toBe(200)
  })

  test('says where it is wrong', async () => {
    const { url } = await testStudio()
    const body = JSON.stringify({ document: {}, chunks: 'many' })
    const answer = await rawRequest(url, '/api/runs', { method: 'POST', headers: json, body })
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'malformed', path: '/chunks' } })
  })

  test('that carries no document is told from one that does', async () => {
    const { url } = await testStudio()
    const headers = { 'Content-Type': 'application/octet-stream' }
    for (const body of ['', 'GIF89a', Buffer.from('89504e470d0a1a0a', 'hex')]) {
      const answer = await rawRequest(url, '/api/capsules', { method: 'POST', headers, body })
      expect(answer).toMatchObject({ status: 422, code: 'no-document' })
    }
    const big = await rawRequest(url, '/api/capsules', {
      method: 'POST',
      headers,
      body: new Uint8Array(17 * 1024 * 1024),
    })
    expect(big.code).toBe('too-large')
  })

  test('for a route that has no such method is refused with the methods that it has', async () => {
    const { url } = await testStudio()
    const answer = await rawRequest(url, '/api/documents', { method: 'DELETE' })
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, POST' } })
  })
})
