import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openDevice } from './open-device.js'
import { probeDevices } from './probe.js'

const noFfi = () => Promise.reject(new Error('no binary for this platform'))

describe('opening a device', () => {
  test('gives the cpu where it is asked for', async () => {
    await using device = await openDevice('cpu')
    expect(device).toMatchObject({ kind: 'cpu', reason: 'cpu was asked for', version: '1.30.0' })
    expect(device.threads).toBeGreaterThanOrEqual(1)
    expect(device.threads).toBeLessThanOrEqual(8)
  })

  test('picks the best device that the probe finds, and says why not a better one', async () => {
    const reports = await probeDevices()
    expect(reports.map(({ kind }) => kind)).toEqual(['cuda', 'webgpu', 'cpu'])
    const best = reports.findIndex(({ available }) => available)
    await using device = await openDevice('auto')
    expect(device.kind).toBe(reports[best]?.kind)
    for (const { kind, reason } of reports.slice(0, best))
      expect(device.reason).toContain(`${kind} does not: ${reason}`)
  })

  test('refuses a device that does not work with its reason and cure, and gives no other instead', async () => {
    const broken = (await probeDevices()).filter(({ available }) => !available)
    expect(broken.map(({ kind }) => kind)).toContain('webgpu')
    for (const { kind, reason, cure } of broken) {
      await expect(openDevice(kind)).rejects.toThrow(
        expect.objectContaining({
          code: 'device-unavailable',
          message: `The device ${kind} does not work here: ${reason}; ${cure}.`,
        }),
      )
    }
  })

  test('says what to do where koffi cannot load', async () => {
    await expect(openDevice('cpu', { loadFfi: noFfi })).rejects.toThrow(
      expect.objectContaining({
        code: 'ffi-unavailable',
        message: expect.stringMatching(/koffi cannot be loaded .*no binary for this platform.*; install again/),
      }),
    )
    const reports = await probeDevices({ loadFfi: noFfi })
    expect(reports.every(({ available, cure }) => !available && cure?.startsWith('install again'))).toBe(true)
  })

  test('refuses a library that is missing, or is something else', async () => {
    await expect(openDevice('cpu', { libraryPath: '/nowhere/libonnxruntime.so.1' })).rejects.toThrow(
      expect.objectContaining({
        code: 'library-unusable',
        message:
          "ONNX Runtime's library is not at /nowhere/libonnxruntime.so.1; let FRAMELOOM_ONNXRUNTIME name the library file of ONNX " +
          'Runtime 1.30.0, or leave it unset for the one that comes with Frameloom.',
      }),
    )
    const folder = await mkdtemp(join(tmpdir(), 'frameloom-library-'))
    const fake = join(folder, 'libonnxruntime.so.1')
    await writeFile(fake, 'not a library')
    await expect(openDevice('cpu', { libraryPath: fake })).rejects.toThrow(
      expect.objectContaining({ code: 'library-unusable', message: expect.stringContaining(fake) }),
    )
    await expect(openDevice('cpu', { libraryPath: folder })).rejects.toThrow(
      expect.objectContaining({ code: 'library-unusable', message: expect.stringContaining('FRAMELOOM_ONNXRUNTIME') }),
    )
    await rm(folder, { recursive: true })
  })

  test('refuses a number of threads that is none', async () => {
    for (const threads of [0, -1, 1.5, NaN]) await expect(openDevice('cpu', { threads })).rejects.toThrow(RangeError)
  })
})
