import { definePack } from '@frameloom/graph'
import { denoiseScheduleNode } from './denoise-schedule.js'
import { frameSampler } from './frame-sampler.js'

export const pack = definePack({ name: '@frameloom/nodes-sampling', nodes: [denoiseScheduleNode, frameSampler] })
