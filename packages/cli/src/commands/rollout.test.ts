import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { elementCount, tensorOf } from '@frameloom/tensor'
import { writeSafetensors } from '@frameloom/weights'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProgram } from '../program.js'
import { recordingTerminal } from '../test-support/recording-terminal.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frameloom-rollout-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Of a model that is not there: what is refused here is refused before it is looked for. */
const rollout = (out: string, ...more: readonly string[]) => {
  const options = { model: join(folder, 'none'), inputs: join(folder, 'inputs.safetensors'), strategy: 'memrope', out }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  return createProgram(recordingTerminal()).parseAsync(['rollout', ...args, ...more], { from: 'user' })
}

test('refuses more chunks than are recorded before it opens a device', async () => {
  const zeros = (...shape: readonly number[]) => tensorOf('f32', shape, new Float32Array(elementCount(shape)))
  const inputs = { context: zeros(1, 1), noise: zeros(2, 1, 1, 1, 1), renoise: zeros(2, 1, 1, 1, 1, 1) }
  await writeSafetensors(join(folder, 'inputs.safetensors'), inputs)
  await expect(rollout(join(folder, 'out.safetensors'), '--chunks', '3')).rejects.toMatchObject({
    code: 'inputs-invalid',
    message: expect.stringContaining('has the noise of 2 chunks and --chunks asks for 3'),
  })
})

test('refuses a place where nothing can be written before it computes what is to be written there', async () => {
  await expect(rollout(folder)).rejects.toMatchObject({ code: 'not-writable' })
  const file = join(folder, 'notes.txt')
  await writeFile(file, '')
  await expect(rollout(join(file, 'out.safetensors'))).rejects.toMatchObject({ code: 'EEXIST' })
})
