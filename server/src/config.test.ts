import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.js'

test('serves this machine alone where nothing is set', () => {
  expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 7860, token: undefined, checkpointEvery: 20 })
})

test('names every problem at once', () => {
  const read = () =>
    readConfig({ FRAMELOOM_PORT: '99999', FRAMELOOM_LOG: 'loud', FRAMELOOM_TOKEN: 'short', FRAMELOOM_HOST: '0.0.0.0' })
  expect(read).toThrow(ConfigError)
  for (const name of ['FRAMELOOM_PORT', 'FRAMELOOM_LOG', 'FRAMELOOM_TOKEN', 'FRAMELOOM_ALLOWED_HOSTS']) {
    expect(read).toThrow(name)
  }
})

test('listens beyond this machine with a token and with names only', () => {
  expect(() => readConfig({ FRAMELOOM_HOST: '0.0.0.0' })).toThrow(/FRAMELOOM_TOKEN(.|\n)*FRAMELOOM_ALLOWED_HOSTS/)
  const open = {
    FRAMELOOM_HOST: '0.0.0.0',
    FRAMELOOM_TOKEN: 'x'.repeat(32),
    FRAMELOOM_ALLOWED_HOSTS: 'Studio.example:7860',
  }
  expect(readConfig(open)).toMatchObject({ allowedHosts: ['studio.example:7860'] })
})

test('refuses a token that an address or a cookie would write in another way, and does not repeat it', () => {
  const token = `${'x'.repeat(43)}+=`
  expect(() => readConfig({ FRAMELOOM_TOKEN: token })).toThrow('FRAMELOOM_TOKEN: expected 32 to 200 letters')
  expect(() => readConfig({ FRAMELOOM_TOKEN: token })).not.toThrow(token)
})

test('reads paths as seen from where it was started', () => {
  expect(readConfig({ FRAMELOOM_ONNXRUNTIME: 'ort/libonnxruntime.so.1' }).runtimeLibrary).toBe(
    resolve('ort/libonnxruntime.so.1'),
  )
  expect(readConfig({ FRAMELOOM_ONNXRUNTIME: '' }).runtimeLibrary).toBeUndefined()
})

test('counts an empty variable as absent', () => {
  expect(readConfig({ FRAMELOOM_PORT: '', FRAMELOOM_TOKEN: '' })).toMatchObject({ port: 7860, token: undefined })
})
