import { definePack } from '@frameloom/graph'
import { absoluteRope } from './absolute-rope.js'
import { attentionSinkCache } from './attention-sink-cache.js'
import { fullCache } from './full-cache.js'
import { growThenCapRope } from './grow-then-cap-rope.js'
import { memropeCache } from './memrope-cache.js'
import { onlineRope } from './online-rope.js'
import { slidingWindowCache } from './sliding-window-cache.js'

export const pack = definePack({
  name: '@frameloom/nodes-memory',
  nodes: [memropeCache, slidingWindowCache, attentionSinkCache, fullCache, onlineRope, growThenCapRope, absoluteRope],
})
