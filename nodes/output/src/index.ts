import { definePack } from '@frameloom/graph'
import { preview } from './preview.js'
import { savePicture } from './save-picture.js'
import { saveVideo } from './save-video.js'

export const pack = definePack({ name: '@frameloom/nodes-output', nodes: [preview, saveVideo, savePicture] })
