import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dtypes, newArray, tensorOf, type Tensor } from '@frameloom/tensor'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashFile } from './hash-file.js'
import { readTensor, readTensorAsF32 } from './read-tensor.js'
import { openSafetensors } from './safetensors-file.js'
import { temporaryFolder } from './test-support/temporary-folder.js'
import { writeSafetensors } from './write-safetensors.js'

const anyTensor: fc.Arbitrary<Tensor> = fc
  .record({ dtype: fc.constantFrom(...dtypes), shape: fc.array(fc.nat(4), { maxLength: 3 }), fill: fc.nat(255) })
  .map(({ dtype, shape, fill }) => {
    const data = newArray(
      dtype,
      shape.reduce((product, size) => product * size, 1),
    )
    new Uint8Array(data.buffer).fill(fill)
    return tensorOf(dtype, shape, data)
  })

test('gives back every tensor and all metadata as written', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'w.safetensors')
  const name = fc
    .oneof(fc.string(), fc.constantFrom('7', '__proto__', 'ü"\\'))
    .filter((text) => text !== '__metadata__')
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, anyTensor), fc.dictionary(name, fc.string()), async (tensors, metadata) => {
      await writeSafetensors(path, tensors, metadata)
      const file = await openSafetensors(path)
      expect(new Map(Object.entries(file.metadata))).toEqual(new Map(Object.entries(metadata)))
      expect(file.tensors.size).toBe(Object.keys(tensors).length)
      for (const [key, tensor] of Object.entries(tensors)) expect(await readTensor(file, key)).toEqual(tensor)
    }),
    { numRuns: 100 },
  )
})

test('writes the same bytes whatever the order of names, every tensor aligned', async () => {
  await using folder = await temporaryFolder()
  const [one, other] = [join(folder.path, 'one'), join(folder.path, 'other')]
  const half: Tensor = tensorOf('f16', [1], Uint16Array.of(0x3c00))
  const wide: Tensor = tensorOf('f64', [2], Float64Array.of(1, 2))
  await writeSafetensors(one, { half, wide }, { b: '2', a: '1' })
  await writeSafetensors(other, { wide, half }, { a: '1', b: '2' })
  expect(await hashFile(one)).toBe(await hashFile(other))
  const offsets = [...(await openSafetensors(one)).tensors.values()].map(({ offset }) => offset % 8)
  expect(offsets).toEqual([0, 0])
})

test('reads half floats as 32-bit floats', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'w')
  await writeSafetensors(path, {
    f16: tensorOf('f16', [2], Uint16Array.of(0x3c00, 0xc000)),
    bf16: tensorOf('bf16', [2], Uint16Array.of(0x3f80, 0xc000)),
  })
  const file = await openSafetensors(path)
  expect((await readTensorAsF32(file, 'f16')).data).toEqual(Float32Array.of(1, -2))
  expect((await readTensorAsF32(file, 'bf16')).data).toEqual(Float32Array.of(1, -2))
})

test('names the tensors that are there when one is asked for that is not', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'w')
  await writeSafetensors(path, { a: tensorOf('u8', [1], Uint8Array.of(1)) })
  await expect(readTensor(await openSafetensors(path), 'b')).rejects.toMatchObject({
    code: 'tensor-missing',
    message: expect.stringContaining('"b" among its 1 (a)') as string,
  })
})

test('leaves nothing behind when a file cannot be written', async () => {
  await using folder = await temporaryFolder()
  const taken = join(folder.path, 'taken')
  await mkdir(taken)
  await expect(writeSafetensors(taken, {})).rejects.toMatchObject({ code: 'unwritable' })
  await expect(writeSafetensors(join(taken, 'none', 'w'), {})).rejects.toMatchObject({ code: 'unwritable' })
  expect(await readdir(folder.path)).toEqual(['taken'])
})

test('refuses a tensor whose data is not of its shape before it touches the old file', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'w')
  await writeFile(path, 'old')
  const wrong: Tensor = { dtype: 'u8', shape: [3], data: Uint8Array.of(1) }
  await expect(writeSafetensors(path, { wrong })).rejects.toThrow('"wrong"')
  expect(await readFile(path, 'utf8')).toBe('old')
})

test('hashes a file with SHA-256 and stops when told to', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'abc')
  await writeFile(path, 'abc')
  expect(await hashFile(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  await expect(hashFile(path, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  await expect(hashFile(join(folder.path, 'none'))).rejects.toMatchObject({ code: 'unreadable' })
})
