import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { rawRequest } from '../testing/raw-request.js'
import { temporaryFolder, testStudio, type TestStudio } from '../testing/test-studio.js'

let studio: TestStudio

beforeEach(async () => {
  const dataDir = await temporaryFolder()
  const editor = join(dataDir, 'editor')
  await mkdir(join(editor, 'assets'), { recursive: true })
  await writeFile(join(editor, 'index.html'), '<title>Studio</title>')
  await writeFile(join(editor, 'assets', 'page.js'), 'export {}')
  await writeFile(join(editor, '.secret'), 'secret')
  await writeFile(join(dataDir, 'secret'), 'secret')
  studio = await testStudio({ FRAMELOOM_DATA: join(dataDir, 'data') }, editor)
})

describe('the page', () => {
  test('is served with its parts', async () => {
    const page = await rawRequest(studio.url, '/')
    expect(page).toMatchObject({ status: 200, text: '<title>Studio</title>' })
    const script = await rawRequest(studio.url, '/assets/page.js')
    expect(script.headers['content-type']).toMatch(/javascript/)
    expect(script.headers['x-content-type-options']).toBe('nosniff')
  })

  test('is asked for anew at every visit, its parts never', async () => {
    const kept = async (path: string) => (await rawRequest(studio.url, path)).headers['cache-control']
    expect(await kept('/')).toBe('public, max-age=0')
    expect(await kept('/assets/page.js')).toBe('public, max-age=31536000, immutable')
  })

  test.each([
    '/.secret',
    '/../secret',
    '/assets/../../secret',
    '/..%2fsecret',
    '/%2e%2e/secret',
    '/assets/..%5c..%5csecret',
    '/%00',
  ])('brings nothing else along: %s', async (path) => {
    const answer = await rawRequest(studio.url, path)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.text).not.toBe('secret')
  })

  test('comes to whoever follows a link from another site, and its interface does not', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }
    expect((await rawRequest(studio.url, '/', { headers })).status).toBe(200)
    expect((await rawRequest(studio.url, '/api/system', { headers })).code).toBe('foreign-origin')
  })
})

test('without a built page the server says how to build it', async () => {
  const { url } = await testStudio()
  expect(await rawRequest(url, '/')).toMatchObject({
    status: 503,
    text: expect.stringContaining('npm start') as string,
  })
})
