export { wanGeometry, type WanGeometry } from './geometry.js'
export { loadWanModel, type WanModel, type WanModelOptions } from './model.js'
export { wanParameters } from './parameters.js'
export { WanError, type WanErrorCode } from './wan-error.js'
