import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { openDevice } from '@frameloom/runtime'
import { temporaryFolder } from '@frameloom/wan/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { frameloom, jsonLines } from './frameloom.js'
import { smallModel } from './small-model.js'

afterEach(() => vi.unstubAllEnvs())

interface Finding {
  readonly name: string
  readonly status: string
  readonly found: string
  readonly cure?: string
}

async function doctor(): Promise<ReadonlyMap<string, Finding>> {
  const [{ findings }] = jsonLines(await frameloom('doctor', '--json')) as [{ findings: Finding[] }]
  return new Map(findings.map((finding) => [finding.name, finding]))
}

test('every command computes with the library that FRAMELOOM_ONNXRUNTIME names', async () => {
  await using folder = await temporaryFolder()
  await using device = await openDevice('cpu')
  const named = join(folder.path, 'libonnxruntime.so.1')
  await symlink(device.library.path, named)
  vi.stubEnv('FRAMELOOM_ONNXRUNTIME', named)
  const findings = await doctor()
  expect(findings.get('onnx-runtime')).toMatchObject({ status: 'ok', found: expect.stringContaining(named) })
  // Where the files of another build would have to lie.
  const found = process.platform === 'linux' ? `not in ${folder.path}` : 'not supported'
  expect(findings.get('device-cuda')?.found).toContain(found)
  await using small = await smallModel()
  expect(await frameloom(...small.run, '--chunks', '1')).toMatchObject({ status: 0 })
})

test('one that names nothing is refused, by a run too, with what to do', async () => {
  vi.stubEnv('FRAMELOOM_ONNXRUNTIME', '/nowhere/libonnxruntime.so.1')
  const refusal = "ONNX Runtime's library is not at /nowhere/libonnxruntime.so.1"
  expect((await doctor()).get('onnx-runtime')).toMatchObject({
    status: 'missing',
    found: refusal,
    cure: expect.stringMatching(/^Let FRAMELOOM_ONNXRUNTIME name .* or leave it unset/),
  })
  await using small = await smallModel()
  const run = await frameloom(...small.run, '--chunks', '1')
  expect(run.status).toBe(1)
  expect(run.err).toContain(`Node 'loader' (Model Loader): ${refusal}; let FRAMELOOM_ONNXRUNTIME name`)
})
