import { defineNode, port } from '@frameloom/graph'
import { slidingWindow } from '@frameloom/kv-cache'
import { cacheStrategy, videoModel } from '@frameloom/sockets'
import { z } from 'zod'
import { cacheFrames, withinTrainedWindow } from './cache-size.js'

export const slidingWindowCache = defineNode({
  type: 'memory/sliding-window-cache',
  version: 1,
  title: 'Sliding Window Cache',
  category: 'Memory',
  help: `Keeps the last latent frames and forgets everything older: the plain baseline. With Absolute RoPE the video ends
    where the model's rotary table does; with Online RoPE it does not.`,

  inputs: {
    model: port(videoModel, 'Supplies the chunk length and the longest window it was trained on.'),
  },
  outputs: {
    cache: port(cacheStrategy, 'Connect to a Frame Sampler.'),
  },
  sketch: { view: 'slot-strip', of: 'sliding-window' },
  params: z.strictObject({ cacheFrames }),

  execute: ({ inputs: { model }, params }) => ({
    cache: withinTrainedWindow(slidingWindow({ ...params, chunkFrames: model.geometry.chunkFrames }), model),
  }),
})
