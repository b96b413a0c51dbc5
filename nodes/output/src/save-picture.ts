import { join } from 'node:path'
import { defineNode, NodeError, stream } from '@frameloom/graph'
import { pixelFrames } from '@frameloom/sockets'
import { savePicture as save } from '@frameloom/video'
import { z } from 'zod'
import { CREATED_BY } from './created-by.js'
import { fileName } from './file-name.js'

export const savePicture = defineNode({
  type: 'output/save-picture',
  version: 1,
  title: 'Save Picture',
  category: 'Output',
  help: `Keeps one picture of the video as a PNG, without loss. The document, the seed and the models' fingerprints travel inside it, to places that take
    pictures and no videos; drop the file on the canvas to get them back.`,
  inputs: {
    frames: stream(pixelFrames, 'The pictures.'),
  },
  outputs: {},
  passes: {},
  params: z.strictObject({
    name: fileName(),
    chunk: z.int().min(0).default(0).meta({
      title: 'Chunk',
      description: 'Counted from 0; its last picture is kept. A video that ends earlier has none.',
      unit: 'chunks',
    }),
    keepDocument: z.boolean().default(true).meta({
      title: 'Document inside',
      description: 'Off: the picture carries neither the graph nor its prompts.',
      advanced: true,
    }),
  }),

  async execute({ inputs: { frames }, params, boundary, document, report, saved, services }) {
    for await (const { chunk, frames: pictures, origin } of frames) {
      await boundary(chunk)
      if (chunk === params.chunk) {
        const frame = pictures.at(-1)
        if (!frame) {
          throw new NodeError('no-frames', `Chunk ${chunk} holds no frame: connect a Frame Decoder.`, {
            port: 'frames',
          })
        }
        const { seed, models } = origin
        const capsule = { document: params.keepDocument ? document() : null, seed, models, createdBy: CREATED_BY }
        saved({
          path: await save({ path: join(services.outDir, params.name || services.fileName), frame, capsule }),
          finished: true,
        })
      }
      report({ chunk, frames: pictures.length })
    }
  },
})
