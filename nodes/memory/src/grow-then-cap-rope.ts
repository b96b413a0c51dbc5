import { defineNode, port } from '@frameloom/graph'
import { growThenCapPositions } from '@frameloom/kv-cache'
import { positionPolicy, videoModel } from '@frameloom/sockets'
import { z } from 'zod'
import { highestPosition } from './highest-position.js'

export const growThenCapRope = defineNode({
  type: 'memory/grow-then-cap-rope',
  version: 1,
  title: 'Grow-then-cap RoPE',
  category: 'Memory',
  help: `Positions grow with the video until the newest frame reaches a cap, then stay: the model uses the whole span it
    was trained on, not only as many positions as the cache has slots (after arXiv 2606.04527).`,
  inputs: {
    model: port(videoModel, 'Supplies the longest window it was trained on and the length of the rotary table.'),
  },
  outputs: {
    positions: port(positionPolicy, 'Connect to a Frame Sampler.'),
  },
  params: z.strictObject({
    maxPosition: z.int().min(0).max(100_000).default(0).meta({
      title: 'Highest position',
      description: 'Where the newest latent frame stays; 0: the last position the model was trained on.',
    }),
  }),
  execute: ({ inputs: { model }, params }) => ({
    positions: growThenCapPositions(highestPosition(params.maxPosition, model)),
  }),
})
