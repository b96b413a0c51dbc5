import { defineNode, port } from '@frameloom/graph'
import { full } from '@frameloom/kv-cache'
import { cacheStrategy, videoModel } from '@frameloom/sockets'
import { z } from 'zod'
import { withinTrainedWindow } from './cache-size.js'

export const fullCache = defineNode({
  type: 'memory/full-cache',
  version: 1,
  title: 'Full Cache',
  category: 'Memory',
  help: `Keeps every latent frame, up to the window the model was trained on, then refuses to continue: what the model
    does without any strategy.`,

  inputs: {
    model: port(videoModel, 'Supplies the chunk length and the longest window it was trained on.'),
  },
  outputs: {
    cache: port(cacheStrategy, 'Connect to a Frame Sampler.'),
  },
  sketch: { view: 'slot-strip', of: 'full' },
  params: z.strictObject({
    cacheFrames: z.int().min(0).max(1024).default(0).meta({
      title: 'Cache size',
      description: 'Latent frames until the video ends; 0: as many as the model was trained on.',
      unit: 'latent frames',
    }),
  }),

  execute({ inputs: { model }, params }) {
    const { chunkFrames, trainedFrames } = model.geometry
    const cache = full({ cacheFrames: params.cacheFrames || trainedFrames, chunkFrames })
    return { cache: withinTrainedWindow(cache, model) }
  },
})
