import { defineNode, namesIn, NodeError, port } from '@frameloom/graph'
import type { FrameEncoderSource } from '@frameloom/diffusion'
import { firstLatents, frameEncoder, videoModel } from '@frameloom/sockets'
import { WanError } from '@frameloom/wan'
import { z } from 'zod'
import { clipPictures, type Pictures, stillPictures, type Wanted } from './first-frames/pictures.js'

/** Characters of the files field: pictures of about 300 KiB in all travel inside a document. */
const MOST_TEXT = 400_000

export const firstFrames = defineNode({
  type: 'model/first-frames',
  version: 1,
  title: 'First Frames',
  category: 'Model',
  help: `What a video starts from instead of noise: pictures, a video clip, or a scene of the embedded model's world.
    They fill the cache as a real past, are the first chunks of the video, and the model continues from there. Pictures of any
    size are scaled and cropped to the model's.`,

  inputs: {
    model: port(videoModel, 'Supplies the chunk length.'),
    frameEncoder: port(frameEncoder, 'Reads the pictures or knows the scene; from the same Model Loader.'),
  },
  outputs: {
    firstFrames: port(firstLatents, 'Connect to a Frame Sampler.'),
  },
  params: z.strictObject({
    source: z.enum(['world', 'pictures', 'video']).default('world').meta({
      title: 'Source',
      description:
        'world: a scene that the words below name. pictures: PNG, JPEG or WebP. video: a file that ffmpeg reads, where it is installed.',
    }),
    scene: z.string().max(10_000).default('').meta({
      title: 'Scene',
      description: 'For the world: words as in a prompt. Give the Prompt the same words, or the scene changes.',
    }),
    seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(0).meta({
      title: 'Scene seed',
      description: 'For the world: what the words leave open, such as the mark, the speed and the hills.',
    }),
    files: z
      .string()
      .max(MOST_TEXT, 'too long to travel inside a document: put the pictures into files')
      .default('')
      .meta({
        title: 'Files',
        description:
          'In the studio: choose them, or drop them on the card. As text, one per line: names of files in the input folder, or small pictures as data URIs, which travel inside the document.',
        multiline: true,
        files: [
          { types: ['image/png', 'image/jpeg', 'image/webp'], several: true, when: { source: 'pictures' } },
          {
            types: ['video/mp4', 'video/quicktime', 'video/webm', 'video/x-matroska', 'image/gif'],
            several: false,
            when: { source: 'video' },
          },
        ],
      }),
    start: z.number().min(0).max(86_400).default(0).meta({
      title: 'Start',
      description: 'For a video: where in the clip the first picture is taken.',
      unit: 's',
      advanced: true,
    }),
    chunks: z.int().min(1).max(7).default(1).meta({
      title: 'Chunks',
      description:
        'How many chunks the pictures fill. Few pictures are shown equally long; a single one stands still, so let it fill few chunks.',
      unit: 'chunks',
    }),
  }),
  // The files may be others by the next run.
  reusable: false,

  async execute({ inputs, params, services, signal, status }) {
    const frames = params.chunks * inputs.model.geometry.chunkFrames
    if (params.source === 'world') {
      const { latents, shape, told } = await sceneOf(inputs.frameEncoder)({
        text: params.scene,
        seed: params.seed,
        frames,
      })
      status({ text: told })
      return { firstFrames: { latents, shape, models: [] } }
    }
    status({ text: 'loading the encoder' })
    await using encoder = await inputs.frameEncoder.load(signal).catch((cause: unknown) => {
      if (!(cause instanceof WanError)) throw cause
      throw new NodeError(cause.code, cause.message, { cause, port: 'frameEncoder' })
    })
    const { width, height, latent: shape, fps, framesPerLatent, name, sha256 } = encoder
    const count = 1 + framesPerLatent * (frames - 1)
    const { pictures, told } = await read({ width, height, count, fps })
    status({ text: told })
    await using stream = await encoder.open()
    const latents = await stream.encode(pictures, signal)
    return { firstFrames: { latents, shape, models: [{ name, sha256 }] } }

    function read(wanted: Wanted): Promise<Pictures> {
      const { source, files, start } = params
      if (source === 'pictures') return stillPictures(namesIn(files), wanted, services)
      return clipPictures(namesIn(files), wanted, { start, services, signal })
    }
  },
})

/** @throws NodeError `no-scenes` where the model's world is not code */
function sceneOf({ name, scene }: FrameEncoderSource): NonNullable<FrameEncoderSource['scene']> {
  if (scene) return scene
  throw new NodeError('no-scenes', `The model ${name} knows no scenes by words: set the source to pictures or video.`, {
    port: 'frameEncoder',
  })
}
