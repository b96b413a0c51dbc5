import { definePack } from '@frameloom/graph'
import { saveVideo } from './save-video.js'

export const pack = definePack({ name: '@frameloom/nodes-output', nodes: [saveVideo] })
