import { defineNode, port } from '@frameloom/graph'
import { attentionSink } from '@frameloom/kv-cache'
import { cacheStrategy, videoModel } from '@frameloom/sockets'
import { z } from 'zod'
import { cacheFrames, sinkFrames, withinTrainedWindow } from './cache-size.js'

export const attentionSinkCache = defineNode({
  type: 'memory/attention-sink-cache',
  version: 1,
  title: 'Attention Sink Cache',
  category: 'Memory',
  help: `Keeps the first latent frames and the last ones, and forgets the middle (StreamingLLM, arXiv 2309.17453; for
    video LongLive, arXiv 2509.22622). Holds the look of the start, but remembers nothing that came later.`,

  inputs: {
    model: port(videoModel, 'Supplies the chunk length and the longest window it was trained on.'),
  },
  outputs: {
    cache: port(cacheStrategy, 'Connect to a Frame Sampler.'),
  },
  sketch: { view: 'slot-strip', of: 'attention-sink' },
  params: z.strictObject({ cacheFrames, sinkFrames }),

  execute: ({ inputs: { model }, params }) => ({
    cache: withinTrainedWindow(attentionSink({ ...params, chunkFrames: model.geometry.chunkFrames }), model),
  }),
})
