import { join } from 'node:path'
import { defineNode, NodeError, stream } from '@frameloom/graph'
import { type FrameBatch, pixelFrames } from '@frameloom/sockets'
import { openVideo, type VideoWriter } from '@frameloom/video'
import { z } from 'zod'
import { CREATED_BY } from './created-by.js'
import { fileName } from './file-name.js'

export const saveVideo = defineNode({
  type: 'output/save-video',
  version: 1,
  title: 'Save Video',
  category: 'Output',
  help: `Writes the video while it is made: after each chunk the file on disk plays up to there, whatever happens next. The
    document with every change made meanwhile, the seed and the models' fingerprints travel inside it; drop the file on the canvas to get them back.`,

  inputs: {
    frames: stream(pixelFrames, 'The pictures.'),
  },
  outputs: {},
  passes: {},
  params: z.strictObject({
    name: fileName(),
    encoder: z.enum(['auto', 'ffmpeg', 'webp']).default('auto').meta({
      title: 'Encoder',
      description:
        'ffmpeg: H.264 in MP4, where it is installed. webp: VP8 in WebM, needs nothing. auto: the first that works.',
      advanced: true,
    }),
    keepDocument: z.boolean().default(true).meta({
      title: 'Document inside',
      description: 'Off: the video carries neither the graph nor its prompts.',
      advanced: true,
    }),
  }),

  async execute({ inputs: { frames }, params, boundary, document, own, report, saved, services, signal }) {
    const path = join(services.outDir, params.name || services.fileName)
    const open = async (batch: FrameBatch): Promise<VideoWriter> => {
      const [first] = batch.frames
      if (!first)
        throw new NodeError('no-frames', `Chunk ${batch.chunk} holds no frame: connect a Frame Decoder.`, {
          port: 'frames',
        })
      const { seed, models } = batch.origin
      const capsule = () => ({ document: params.keepDocument ? document() : null, seed, models, createdBy: CREATED_BY })
      const { width, height } = first
      const { fps } = batch
      return own(await openVideo({ path, width, height, fps, capsule, encoder: params.encoder, signal }))
    }

    let video: VideoWriter | undefined
    for await (const batch of frames) {
      await boundary(batch.chunk)
      const started = performance.now()
      const before = video
      video ??= await open(batch)
      await video.write(batch.frames)
      // Not earlier: a video without a chunk is removed.
      if (!before) saved({ path: video.path, finished: false })
      const measurements = { encodeMs: performance.now() - started, playbackFps: batch.fps }
      report({ chunk: batch.chunk, frames: batch.frames.length, measurements })
    }
    if (!video) return
    await video.close()
    saved({ path: video.path, finished: true })
  },
})
