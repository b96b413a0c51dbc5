import { defineNode, port } from '@frameloom/graph'
import { absolutePositions } from '@frameloom/kv-cache'
import { positionPolicy, traits, videoModel } from '@frameloom/sockets'
import { z } from 'zod'

export const absoluteRope = defineNode({
  type: 'memory/absolute-rope',
  version: 1,
  title: 'Absolute RoPE',
  category: 'Memory',
  help: `Gives every slot the position of its latent frame, counted from the start of the video. The video ends where the
    model's rotary table does (1,024 latent frames for Wan), and an average of frames has no position: use Online RoPE
    with MemRoPE.`,
  inputs: {
    model: port(videoModel, 'Supplies the length of the rotary table.'),
  },
  outputs: {
    positions: port(positionPolicy, 'Connect to a Frame Sampler.', { traits: [traits.absolutePositions] }),
  },
  params: z.strictObject({}),
  execute: ({ inputs: { model } }) => ({ positions: absolutePositions(model.geometry.rotaryPositions) }),
})
