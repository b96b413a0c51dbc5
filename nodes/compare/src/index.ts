import { definePack } from '@frameloom/graph'
import { driftMeter } from './drift-meter.js'

export const pack = definePack({ name: '@frameloom/nodes-compare', nodes: [driftMeter] })
