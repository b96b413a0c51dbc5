import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSafetensors } from './safetensors-file.js'
import { fileBytes } from './test-support/header-bytes.js'
import { temporaryFolder } from './test-support/temporary-folder.js'
import { WeightsError } from './weights-error.js'

const sound = { a: { dtype: 'U8', shape: [4], data_offsets: [0, 4] } }

async function fileOf(bytes: Uint8Array) {
  const folder = await temporaryFolder()
  const path = join(folder.path, 'w.safetensors')
  await writeFile(path, bytes)
  return { path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() }
}

test('opens a file that is larger than memory in no time, because tensors stay on disk', async () => {
  // Sparse: no disk is filled.
  const bytes = 2 ** 38
  await using file = await fileOf(fileBytes({ a: { dtype: 'U8', shape: [bytes], data_offsets: [0, bytes] } }, 0))
  const { length } = fileBytes({ a: { dtype: 'U8', shape: [bytes], data_offsets: [0, bytes] } }, 0)
  await truncate(file.path, length + bytes)
  expect((await openSafetensors(file.path)).tensors.get('a')?.byteLength).toBe(bytes)
})

test.each([
  ['of less than eight bytes', Uint8Array.of(1, 2, 3), 'truncated'],
  ['whose header is cut short', fileBytes(sound, 4).subarray(0, 20), 'truncated'],
  ['whose last tensor is cut short', fileBytes(sound, 3), 'truncated'],
  ['whose header claims 2^63 bytes', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128, 123, 125), 'header-length'],
  ['whose header claims more than 100 MB', Uint8Array.of(1, 0xe1, 0xf5, 5, 0, 0, 0, 0, 123, 125), 'header-length'],
  ['with an empty header', new Uint8Array(8), 'header-json'],
])('refuses a file %s', async (_, bytes, code) => {
  await using file = await fileOf(bytes)
  await expect(openSafetensors(file.path)).rejects.toMatchObject({ name: 'WeightsError', code })
})

test('says that a file cannot be read, and why', async () => {
  await using folder = await temporaryFolder()
  await expect(openSafetensors(join(folder.path, 'none'))).rejects.toMatchObject({ code: 'unreadable' })
  await expect(openSafetensors(folder.path)).rejects.toMatchObject({ code: 'unreadable' })
})

test('never crashes on arbitrary bytes', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'w.safetensors')
  const prefix = fc.oneof(
    fc.nat(64).map((length) => [length, 0, 0, 0, 0, 0, 0, 0]),
    fc.array(fc.nat(255), { maxLength: 8 }),
  )
  await fc.assert(
    fc.asyncProperty(prefix, fc.uint8Array({ maxLength: 80 }), async (start, rest) => {
      await writeFile(path, Uint8Array.from([...start, ...rest]))
      await expect(openSafetensors(path)).rejects.toBeInstanceOf(WeightsError)
    }),
    { numRuns: 500 },
  )
})
