import { expect, test } from 'vitest'
import { Guard } from './guard.js'

const guard = (port: number) => new Guard({ port: () => port, allowedHosts: [], allowedOrigins: [], token: undefined })

const admits = (port: number, host: string, origin?: string) => {
  try {
    guard(port).requireOwnPage({ host, ...(origin !== undefined && { origin }) })
    return true
  } catch {
    return false
  }
}

test('on the port that browsers leave out the studio goes by its bare names', () => {
  for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
    expect(admits(80, name, `http://${name.toLowerCase()}`)).toBe(true)
    expect(admits(80, `${name}:80`)).toBe(true)
    expect(admits(7860, name)).toBe(false)
    expect(admits(7860, `${name}:7860`, `http://${name.toLowerCase()}`)).toBe(false)
  }
  expect(admits(80, 'localhost', 'https://localhost')).toBe(false)
  expect(admits(80, 'evil.example')).toBe(false)
})
