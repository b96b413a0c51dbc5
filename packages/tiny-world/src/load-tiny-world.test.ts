import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDevice } from '@frameloom/runtime'
import { tensorOf } from '@frameloom/tensor'
import type { Vocabulary } from '@frameloom/wan'
import { temporaryFolder, writeRandomDecoder, writeRandomWan } from '@frameloom/wan/testing'
import { openSafetensors, writeSafetensors } from '@frameloom/weights'
import { expect, test } from 'vitest'
import { embeddedVocabulary, loadTinyWorld, tinyWorldFiles } from './load-tiny-world.js'

const TWO_WORDS = {
  words: { red: 0, blue: 1 },
  attributes: { colour: ['red', 'blue'] },
  synonyms: { navy: 'blue' },
  defaults: { colour: 'red' },
}

/** A folder with the same files as the committed weights, random and much smaller. */
async function randomFolder(vocabulary: Vocabulary = TWO_WORDS) {
  const folder = await temporaryFolder()
  const at = (file: keyof typeof tinyWorldFiles) => join(folder.path, tinyWorldFiles[file])
  const sizes = { dim: 24, num_heads: 2, num_layers: 1, ffn_dim: 32, freq_dim: 16, text_dim: 2, text_len: 4 }
  await writeRandomWan(folder.path, { ...sizes, latent: [16, 2, 4], prediction: 'x0', fps: 12 }, 1)
  await writeRandomDecoder(at('decoder'), [6, 5, 4, 3], 2)
  const rows = Object.keys(vocabulary.words).length
  const table = Float32Array.from({ length: 2 * rows }, (_, i) => i + 1)
  await writeSafetensors(at('table'), { table: tensorOf('f32', [rows, 2], table) })
  await writeFile(at('vocabulary'), JSON.stringify(vocabulary))
  return folder
}

test('turns a prompt into latents and latents into frames, all parts fitting each other', async () => {
  await using folder = await randomFolder()
  await using device = await openDevice('cpu', { threads: 1 })
  await using world = await loadTinyWorld({ device, folder: folder.path })
  expect(world.vocabulary.synonyms).toEqual({ navy: 'blue' })
  const prompt = await world.encoder.encode('a navy zebra')
  expect(prompt).toMatchObject({ rows: Float32Array.of(3, 4, 0, 0, 0, 0, 0, 0), unknownWords: ['zebra'] })

  await using denoiser = await world.model.openDenoiser({ capacity: 3 })
  await denoiser.setPrompt(prompt)
  denoiser.place({ slots: 3, chunkSlot: 0, positions: [0, 1, 2] })
  const latents = new Float32Array(3 * 16 * 2 * 4).fill(0.1)
  await denoiser.pass({ latents, timestep: 1000, into: latents })
  await using stream = await world.decoder.open()
  const frames = await stream.decode(latents)
  expect(frames.map(({ width, height }) => [width, height])).toEqual(Array(9).fill([32, 16]))
  expect(world.decoder).toMatchObject({ width: 32, height: 16, fps: 12, framesPerLatent: 4 })
})

test('tells the memory of its weights and, for each video, of its buffers', async () => {
  await using folder = await randomFolder()
  await using device = await openDevice('cpu', { threads: 1 })
  await using world = await loadTinyWorld({ device, folder: folder.path })
  const files = ['denoiser', 'decoder', 'table'] as const
  const parts = await Promise.all(files.map((file) => openSafetensors(join(folder.path, tinyWorldFiles[file]))))
  const stored = parts.flatMap(({ tensors }) => [...tensors.values()].map(({ byteLength }) => byteLength))
  expect(world.byteSize).toBe(stored.reduce((sum, bytes) => sum + bytes, 0))

  await using small = await world.model.openDenoiser({ capacity: 3 })
  await using large = await world.model.openDenoiser({ capacity: 9 })
  // One layer of 24 wide, 2 tokens a frame (2 x 4 latent in patches of 2 x 2), f32: a slot's keys and values.
  expect(large.store.bytes.total - small.store.bytes.total).toBe(6 * 2 * 2 * 24 * 4)
  // Beside the cache, only the two rotary tables [tokens, head dim / 2] grow with the slots.
  expect(large.byteSize - small.byteSize).toBe(6 * 2 * 2 * 24 * 4 + 6 * 2 * 2 * 6 * 4)
  await using stream = await world.decoder.open()
  expect(stream.byteSize).toBeGreaterThan(16 * 2 * 4 * 4 + 4 * 16 * 32 * 3)
})

test('knows scenes by words where its words are those of the embedded world, and only there', async () => {
  await using device = await openDevice('cpu', { threads: 1 })
  await using folder = await randomFolder()
  await using other = await loadTinyWorld({ device, folder: folder.path })
  expect(other.frameEncoder.scene).toBeUndefined()

  await using trainedAnew = await randomFolder(await embeddedVocabulary())
  await using world = await loadTinyWorld({ device, folder: trainedAnew.path })
  expect(await world.frameEncoder.scene?.({ text: 'white cone snow', seed: 4, frames: 3 })).toMatchObject({
    shape: { channels: 16, height: 2, width: 4 },
    latents: { length: 3 * 16 * 2 * 4 },
    told: 'a white cone, snow',
  })
})

test('says which of its files is missing', async () => {
  await using folder = await randomFolder()
  await rm(join(folder.path, tinyWorldFiles.table))
  await using device = await openDevice('cpu', { threads: 1 })
  await rm(join(folder.path, tinyWorldFiles.decoder))
  await expect(loadTinyWorld({ device, folder: folder.path })).rejects.toThrow(
    `lacks ${tinyWorldFiles.decoder}, ${tinyWorldFiles.table}`,
  )
})

test('names the vocabulary that cannot be read', async () => {
  await using folder = await randomFolder()
  const place = join(folder.path, tinyWorldFiles.vocabulary)
  await writeFile(place, '{"words": ')
  await using device = await openDevice('cpu', { threads: 1 })
  await expect(loadTinyWorld({ device, folder: folder.path })).rejects.toThrow(
    `${place} cannot be read as a vocabulary`,
  )
})
