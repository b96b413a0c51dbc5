export type { LayerBuffers } from './layer-buffers.js'
export { ResidentStore } from './resident-store.js'
