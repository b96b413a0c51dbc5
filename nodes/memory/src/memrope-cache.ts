import { defineNode, port } from '@frameloom/graph'
import { memrope } from '@frameloom/kv-cache'
import { cacheStrategy, traits, videoModel } from '@frameloom/sockets'
import { z } from 'zod'
import { cacheFrames, sinkFrames, withinTrainedWindow } from './cache-size.js'

const rate = z.number().min(0).max(1)

export const memropeCache = defineNode({
  type: 'memory/memrope-cache',
  version: 1,
  title: 'MemRoPE Cache',
  category: 'Memory',
  help: `Lets a video run forever in a cache of fixed size: frames that leave the recent window are folded into two
    memory slots, one slow and one fast, instead of being dropped (arXiv 2603.12513). Needs Online RoPE.`,

  inputs: {
    model: port(videoModel, 'Supplies the chunk length and the longest window it was trained on.'),
  },
  outputs: {
    cache: port(cacheStrategy, 'Connect to a Frame Sampler.', { traits: [traits.foldsKeys] }),
  },
  sketch: { view: 'slot-strip', of: 'memrope' },
  params: z.strictObject({
    cacheFrames,
    sinkFrames,
    longRate: rate.default(0.01).meta({
      title: 'Long-term rate',
      description: 'Share of each evicted mean in the slow memory. Lower holds identity longer; 0 freezes it.',
      live: true,
    }),
    shortRate: rate.default(0.1).meta({
      title: 'Short-term rate',
      description: 'Share of each evicted mean in the fast memory. Higher follows motion and change sooner.',
      live: true,
    }),
    streams: z.enum(['both', 'long', 'short', 'none']).default('both').meta({
      title: 'Memories',
      description: 'Which memory slots exist. A slot left out goes to the recent window.',
    }),
    pooling: z.enum(['frame', 'token']).default('frame').meta({
      title: 'Pooling',
      description:
        'frame: one mean over all tokens, as in the released code. token: one mean per place in the picture.',
    }),
    adaptiveShortRate: z.boolean().default(false).meta({
      title: 'Adaptive short-term rate',
      description: 'Tokens that moved enter the fast memory at up to 5 times the rate, still ones at a tenth of it.',
      advanced: true,
    }),
    init: z.enum(['first-evicted', 'zero']).default('first-evicted').meta({
      title: 'Memory starts as',
      description: 'The first evicted mean, or zeros.',
      advanced: true,
    }),
    underMemory: z.enum(['fold', 'drop']).default('fold').meta({
      title: 'Frames under the memory',
      description:
        'What happens to the frames where the memory slots open: folded in, or dropped as the released code does.',
      advanced: true,
    }),
    precision: z.enum(['f32', 'bf16']).default('f32').meta({
      title: 'Memory precision',
      description: 'bf16 reproduces the released code, whose slow memory hardly moves; f32 follows the formula.',
      advanced: true,
    }),
  }),

  execute: ({ inputs: { model }, params }) => ({
    cache: withinTrainedWindow(memrope({ ...params, chunkFrames: model.geometry.chunkFrames }), model),
  }),
})
