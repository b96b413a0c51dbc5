import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { graphBuilder } from '@frameloom/onnx'
import { type Tensor, tensorOf } from '@frameloom/tensor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Device } from './device.js'
import { openSession } from './inference-session.js'
import { openDevice } from './open-device.js'
import { runOnce } from './testing/run-once.js'
import { secondOpinion } from './testing/second-opinion.js'
import { locateWeights } from './weights-place.js'

let device: Device
let folder: string
beforeAll(async () => {
  device = await openDevice('cpu', { threads: 1 })
  folder = await realpath(await mkdtemp(join(tmpdir(), 'frameloom-weights-')))
})
afterAll(async () => {
  await device.dispose()
  await rm(folder, { recursive: true })
})

/** A file whose weight [1, 2, 3] begins at an odd byte, as behind a header of any length. */
async function weightsFile(path: string): Promise<{ readonly path: string; readonly offset: number }> {
  await mkdir(join(path, '..'), { recursive: true })
  const header = Buffer.from('{"odd header"}x')
  await writeFile(path, Buffer.concat([header, Buffer.from(Float32Array.of(1, 2, 3).buffer), Buffer.from('tail')]))
  return { path, offset: header.length }
}

/** y = x + the sum of the weights at these places. */
function adding(places: readonly { readonly location: string; readonly offset: number }[]): Uint8Array {
  const graph = graphBuilder()
  const x = graph.input('x', 'f32', [3])
  const weights = places.map((place, i) => graph.weight(`w${i}`, { dtype: 'f32', shape: [3], ...place }))
  graph.output('y', weights.reduce(graph.add, x), { dtype: 'f32', dims: [3] })
  return graph.build()
}

const inputs = { x: tensorOf('f32', [3], Float32Array.of(10, 20, 30)) }
const outputs: Readonly<Record<string, Tensor>> = { y: tensorOf('f32', [3], new Float32Array(3)) }

describe('weights', () => {
  test('are read out of a file at an odd offset, as another binding reads them', async () => {
    const { path, offset } = await weightsFile(join(folder, 'plain', 'model.safetensors'))
    const place = await locateWeights([path])
    expect(place).toEqual({ folder: join(folder, 'plain'), locations: ['model.safetensors'] })
    const model = adding(place.locations.map((location) => ({ location, offset })))
    const run = { model, inputs, weightsFolder: place.folder }
    expect((await runOnce(device, { ...run, outputs }))['y']?.data).toEqual(Float32Array.of(11, 22, 33))
    expect((await secondOpinion(run))['y']?.data).toEqual(Float32Array.of(11, 22, 33))
  })

  test('are found where links lead out of the folder, as download caches lay them out', async () => {
    const { path: blob, offset } = await weightsFile(join(folder, 'blobs', '0a1b2c'))
    const snapshot = join(folder, 'snapshots', 'main')
    await mkdir(snapshot, { recursive: true })
    const link = join(snapshot, 'model.safetensors')
    await symlink(blob, link)

    const naive = adding([{ location: 'model.safetensors', offset }])
    await expect(openSession({ device, model: naive, weightsFolder: snapshot })).rejects.toThrow(
      expect.objectContaining({ code: 'model-refused', message: expect.stringContaining('locateWeights()') }),
    )

    const place = await locateWeights([link])
    const model = adding(place.locations.map((location) => ({ location, offset })))
    const found = await runOnce(device, { model, inputs, outputs, weightsFolder: place.folder })
    expect(found['y']?.data).toEqual(Float32Array.of(11, 22, 33))
  })

  test('are found in a folder that is itself a link', async () => {
    const { offset } = await weightsFile(join(folder, 'real', 'model.bin'))
    await symlink(join(folder, 'real'), join(folder, 'linked'))
    const model = adding([{ location: 'model.bin', offset }])
    const found = await runOnce(device, { model, inputs, outputs, weightsFolder: join(folder, 'linked') })
    expect(found['y']?.data).toEqual(Float32Array.of(11, 22, 33))
  })

  test('may be spread over several folders', async () => {
    const a = await weightsFile(join(folder, 'base', 'deep', 'a.safetensors'))
    const b = await weightsFile(join(folder, 'basement', 'b.safetensors'))
    const place = await locateWeights([a.path, b.path])
    expect(place).toEqual({ folder, locations: ['base/deep/a.safetensors', 'basement/b.safetensors'] })
    const model = adding(place.locations.map((location) => ({ location, offset: a.offset })))
    const found = await runOnce(device, { model, inputs, outputs, weightsFolder: place.folder })
    expect(found['y']?.data).toEqual(Float32Array.of(12, 24, 36))
  })

  test('that reach beyond the end of their file are refused', async () => {
    const { path } = await weightsFile(join(folder, 'short', 'model.safetensors'))
    const place = await locateWeights([path])
    const model = adding([{ location: 'model.safetensors', offset: 1000 }])
    await expect(openSession({ device, model, weightsFolder: place.folder })).rejects.toThrow(
      expect.objectContaining({ code: 'model-refused' }),
    )
  })
})
