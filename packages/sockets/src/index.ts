export { cacheStrategy, positionPolicy, traits } from './memory.js'
export { frameDecoder, frameEncoder, promptEmbedding, promptEncoder, videoModel } from './model.js'
export {
  denoiseSchedule,
  type FirstFrames,
  firstLatents,
  type FrameBatch,
  latentChunks,
  type ModelMark,
  type Origin,
  pixelFrames,
  type SampledChunk,
} from './picture.js'
export { tensorsOf } from './state-tensor.js'
