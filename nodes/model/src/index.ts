import { definePack } from '@frameloom/graph'
import { frameDecoderNode } from './frame-decoder.js'
import { modelLoader } from './model-loader.js'
import { prompt } from './prompt.js'

export const pack = definePack({ name: '@frameloom/nodes-model', nodes: [modelLoader, prompt, frameDecoderNode] })
