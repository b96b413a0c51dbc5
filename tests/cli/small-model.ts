import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tensorOf } from '@frameloom/tensor'
import { embeddedVocabulary, tinyWorldFiles } from '@frameloom/tiny-world'
import { temporaryFolder, writeRandomDecoder, writeRandomEncoder, writeRandomWan } from '@frameloom/wan/testing'
import { writeSafetensors } from '@frameloom/weights'

const CONFIG = {
  dim: 24,
  num_heads: 2,
  num_layers: 1,
  ffn_dim: 32,
  freq_dim: 16,
  text_dim: 2,
  text_len: 4,
  latent: [16, 2, 4],
  prediction: 'x0',
  fps: 12,
}

const TWO_WORDS = {
  words: { red: 0, blue: 1 },
  attributes: { colour: ['red', 'blue'] },
  synonyms: {},
  defaults: { colour: 'red' },
}

/** The pipeline of `examples/endless-memrope`, over the model `small`. */
const DOCUMENT = {
  format: 'frameloom-graph',
  formatVersion: 1,
  nodes: [
    { id: 'loader', type: 'model/model-loader', version: 1, params: { model: 'small', threads: 1 } },
    { id: 'prompt', type: 'model/prompt', version: 1, params: { text: 'red' } },
    { id: 'cache', type: 'memory/memrope-cache', version: 1 },
    { id: 'positions', type: 'memory/online-rope', version: 1 },
    { id: 'schedule', type: 'sampling/denoise-schedule', version: 1 },
    { id: 'sampler', type: 'sampling/frame-sampler', version: 1, params: { chunks: 6, seed: 1 } },
    { id: 'decoder', type: 'model/frame-decoder', version: 1 },
    { id: 'video', type: 'output/save-video', version: 1 },
  ],
  wires: [
    wire('loader.encoder', 'prompt.encoder'),
    wire('loader.model', 'cache.model'),
    wire('loader.model', 'schedule.model'),
    wire('loader.model', 'sampler.model'),
    wire('prompt.prompt', 'sampler.prompt'),
    wire('cache.cache', 'sampler.cache'),
    wire('positions.positions', 'sampler.positions'),
    wire('schedule.schedule', 'sampler.schedule'),
    wire('loader.decoder', 'decoder.decoder'),
    wire('sampler.latents', 'decoder.latents'),
    wire('decoder.frames', 'video.frames'),
  ],
}

function wire(from: string, to: string) {
  const end = (name: string) => ({ node: name.split('.')[0], port: name.split('.')[1] })
  return { from: end(from), to: end(to) }
}

/** The same pipeline, from first frames. */
const withFirstFrames = (params: object) => ({
  ...DOCUMENT,
  nodes: [...DOCUMENT.nodes, { id: 'first', type: 'model/first-frames', version: 1, params }],
  wires: [
    ...DOCUMENT.wires,
    wire('loader.model', 'first.model'),
    wire('loader.frameEncoder', 'first.frameEncoder'),
    wire('first.firstFrames', 'sampler.firstFrames'),
  ],
})

interface SmallModelOptions {
  /** Parameters of a First Frames node; without it the video starts from noise. */
  readonly firstFrames?: object
  /** `world`: those of the embedded model, so that it knows scenes. Default: two colours. */
  readonly words?: 'world'
}

/** A folder with a document, and the model it names: random and so small that a chunk takes milliseconds. */
export async function smallModel({ firstFrames, words }: SmallModelOptions = {}) {
  const folder = await temporaryFolder()
  const model = join(folder.path, 'models', 'small')
  const file = (name: keyof typeof tinyWorldFiles) => join(model, tinyWorldFiles[name])
  await mkdir(model, { recursive: true })
  await writeRandomWan(model, CONFIG, 1)
  await writeRandomDecoder(file('decoder'), [6, 5, 4, 3], 2)
  await writeRandomEncoder(file('frameEncoder'), [6, 5, 4], 3)
  const vocabulary = words === 'world' ? await embeddedVocabulary() : TWO_WORDS
  const rows = Object.keys(vocabulary.words).length
  const table = Float32Array.from({ length: 2 * rows }, (_, i) => i + 1)
  await writeSafetensors(file('table'), { table: tensorOf('f32', [rows, 2], table) })
  await writeFile(file('vocabulary'), JSON.stringify(vocabulary))
  const document = join(folder.path, 'small.frameloom.json')
  await writeFile(document, JSON.stringify(firstFrames ? withFirstFrames(firstFrames) : DOCUMENT))
  const out = join(folder.path, 'out')
  return {
    path: folder.path,
    model,
    document,
    out,
    checkpoint: join(out, 'small.checkpoint.safetensors'),
    /** Arguments of a run of the document. */
    run: ['run', document, '--models', join(folder.path, 'models'), '--device', 'cpu', '--out', out, '--json'],
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}
