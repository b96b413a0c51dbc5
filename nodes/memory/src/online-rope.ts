import { defineNode, port } from '@frameloom/graph'
import { onlinePositions } from '@frameloom/kv-cache'
import { positionPolicy } from '@frameloom/sockets'
import { z } from 'zod'

export const onlineRope = defineNode({
  type: 'memory/online-rope',
  version: 1,
  title: 'Online RoPE',
  category: 'Memory',
  help: `Gives every slot its temporal position at attention time, by its place in the cache: 0, 1, 2, ... Positions stay
    within the cache however long the video, so it never leaves what the model has seen (arXiv 2603.12513).`,
  inputs: {},
  outputs: {
    positions: port(positionPolicy, 'Connect to a Frame Sampler.'),
  },
  params: z.strictObject({}),
  execute: () => ({ positions: onlinePositions() }),
})
