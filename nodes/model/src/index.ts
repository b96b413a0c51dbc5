import { definePack } from '@frameloom/graph'
import { firstFrames } from './first-frames.js'
import { frameDecoderNode } from './frame-decoder.js'
import { modelLoader } from './model-loader.js'
import { prompt } from './prompt.js'

export const pack = definePack({
  name: '@frameloom/nodes-model',
  nodes: [modelLoader, prompt, firstFrames, frameDecoderNode],
})
