import { type ErrorCode, routes } from '@frameloom/protocol'
import { describe, expect, test } from 'vitest'
import { rawRequest } from '../testing/raw-request.js'
import { openPage, testStudio } from '../testing/test-studio.js'

const everyPath = Object.values(routes).map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+/g, 'x') }))

const portOf = (url: string) => new URL(url).port

describe('a hostile page', () => {
  test.each<[string, (port: string) => Record<string, string>, ErrorCode]>([
    ['of another site', () => ({ Origin: 'https://evil.example' }), 'foreign-origin'],
    ['without an origin of its own', () => ({ Origin: 'null' }), 'foreign-origin'],
    [
      'whose origin begins like ours',
      (port) => ({ Origin: `http://127.0.0.1:${port}.evil.example` }),
      'foreign-origin',
    ],
    ['on another port of this machine', () => ({ Origin: 'http://127.0.0.1:1' }), 'foreign-origin'],
    ['whose name was made to point here', (port) => ({ Host: `evil.example:${port}` }), 'foreign-host'],
    ['that sends no host', () => ({ Host: '' }), 'foreign-host'],
    [
      'whose name and origin agree with each other',
      (port) => ({ Host: `evil.example:${port}`, Origin: `http://evil.example:${port}` }),
      'foreign-host',
    ],
  ])('%s reaches no route', async (_name, headersFor, code) => {
    const { url } = await testStudio()
    const headers = { ...headersFor(portOf(url)), 'Content-Type': 'application/json' }
    for (const { method, path } of [...everyPath, { method: 'GET', path: '/' }, { method: 'GET', path: '/nowhere' }]) {
      const answer = await rawRequest(url, path, { method, headers })
      expect([method, path, answer.code]).toEqual([method, path, code])
    }
  })

  test.each<[string, (port: string) => Record<string, string>]>([
    ['of another site', () => ({ Origin: 'https://evil.example' })],
    ['without an origin of its own', () => ({ Origin: 'null' })],
    ['whose name was made to point here', (port) => ({ Host: `evil.example:${port}` })],
  ])('%s opens no socket', async (_name, headersFor) => {
    const { url } = await testStudio()
    await expect(openPage(url, { extraHeaders: headersFor(portOf(url)) })).rejects.toThrow('websocket error')
  })

  test('gets nothing by requests that carry no origin, such as those of pictures and forms', async () => {
    const { url } = await testStudio()
    for (const site of ['cross-site', 'same-site']) {
      const answer = await rawRequest(url, '/api/runs', { headers: { 'Sec-Fetch-Site': site } })
      expect(answer.code).toBe('foreign-origin')
    }
    const own = await rawRequest(url, '/api/runs', { headers: { 'Sec-Fetch-Site': 'same-origin' } })
    expect(own.status).toBe(200)
  })

  test('is told by which name the studio goes, however that is written', async () => {
    const { url } = await testStudio({ FRAMELOOM_ALLOWED_HOSTS: 'Studio.example:7860' })
    const foreign = await rawRequest(url, '/api/runs', { headers: { Host: 'evil.example' } })
    expect(foreign.text).toContain('open it at http://studio.example:7860')
    const own = await rawRequest(url, '/api/runs', { headers: { Host: 'STUDIO.example:7860' } })
    expect(own.status).toBe(200)
  })

  test('cannot pass a form off as JSON', async () => {
    const { url } = await testStudio()
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const answer = await rawRequest(url, '/api/documents', {
        method: 'POST',
        headers: { 'Content-Type': type },
        body: '{"document":{}}',
      })
      expect(answer).toMatchObject({ status: 415, code: 'wrong-media-type' })
    }
  })

  test('is not framed, and the page loads nothing from elsewhere', async () => {
    const { url } = await testStudio()
    const { headers } = await rawRequest(url, '/healthz')
    const policy = String(headers['content-security-policy'])
    for (const part of ["default-src 'self'", "frame-ancestors 'none'", "connect-src 'self'", "script-src 'self'"]) {
      expect(policy).toContain(part)
    }
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect(headers).not.toHaveProperty('access-control-allow-origin')
    expect(headers).not.toHaveProperty('x-powered-by')
  })
})

describe('our own page', () => {
  test('reaches routes and sockets by each name of this machine', async () => {
    const { url } = await testStudio()
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const own = `${name}:${portOf(url)}`
      const answer = await rawRequest(url, '/api/nodes', { headers: { Host: own, Origin: `http://${own}` } })
      expect(answer.status).toBe(200)
    }
    const page = await openPage(url, { extraHeaders: { Origin: `http://localhost:${portOf(url)}` } })
    expect(page.connected).toBe(true)
  })

  test('of a development server is admitted where it was named', async () => {
    const { url } = await testStudio({ FRAMELOOM_ALLOWED_ORIGINS: 'http://localhost:5173' })
    const headers = { Origin: 'http://localhost:5173' }
    expect((await rawRequest(url, '/api/nodes', { headers })).status).toBe(200)
    await expect(openPage(url, { extraHeaders: headers })).resolves.toMatchObject({ connected: true })
  })

  test('of another version is refused with the reason', async () => {
    const { url } = await testStudio()
    for (const auth of [{ protocol: 999 }, {}, { protocol: 'x' }]) {
      await expect(openPage(url, { auth })).rejects.toMatchObject({ data: { reason: 'protocol-mismatch' } })
    }
  })

  test('is refused when all places are taken', async () => {
    const { url } = await testStudio({ FRAMELOOM_MOST_SOCKETS: '2' })
    await Promise.all([openPage(url), openPage(url)])
    await expect(openPage(url)).rejects.toMatchObject({ data: { reason: 'too-many-connections' } })
  })
})

describe('a server with a token', () => {
  const token = 't'.repeat(32)

  test('opens nothing but health and login without it', async () => {
    const { url } = await testStudio({ FRAMELOOM_TOKEN: token })
    for (const { method, path } of everyPath) {
      const { status } = await rawRequest(url, path, { method, headers: { 'Content-Type': 'application/json' } })
      const open = ['/healthz', '/readyz'].includes(path) ? 200 : path === '/api/login' ? 400 : 401
      expect([path, status]).toEqual([path, open])
    }
    for (const path of ['/API/runs', '/api//runs', '//api/runs', '/api/runs/', '/Api/runs?x=1', '/%61pi/runs']) {
      const { status } = await rawRequest(url, path)
      expect([401, 404]).toContain(status)
    }
    await expect(openPage(url)).rejects.toMatchObject({ data: { reason: 'unauthorized' } })
  })

  test('asks a browser for it, and gives the page to whoever has shown it', async () => {
    const { url } = await testStudio({ FRAMELOOM_TOKEN: token })
    const asking = await rawRequest(url, '/')
    expect(asking.text).toContain('<form>')
    expect((await rawRequest(url, '/login.js')).headers['content-type']).toMatch(/javascript/)
    const page = await rawRequest(url, '/', { headers: { Cookie: `frameloom-token=${token}` } })
    expect(page.text).not.toContain('<form>')
  })

  test('takes it as a bearer, as a cookie after login, and in the handshake', async () => {
    const { url } = await testStudio({ FRAMELOOM_TOKEN: token })
    const bearer = await rawRequest(url, '/api/runs', { headers: { Authorization: `Bearer ${token}` } })
    expect(bearer.status).toBe(200)
    const json = { 'Content-Type': 'application/json' }
    const login = await rawRequest(url, '/api/login', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ token }),
    })
    const [cookie = ''] = login.headers['set-cookie'] ?? []
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/)
    const [pair = ''] = cookie.split(';')
    expect((await rawRequest(url, '/api/runs', { headers: { Cookie: pair } })).status).toBe(200)
    await expect(openPage(url, { auth: { protocol: 1, token } })).resolves.toMatchObject({ connected: true })
    const wrong = await rawRequest(url, '/api/login', { method: 'POST', headers: json, body: '{"token":"no"}' })
    expect(wrong.status).toBe(401)
  })
})
