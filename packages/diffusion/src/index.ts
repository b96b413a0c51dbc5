export type { DecoderStream, FrameDecoder } from './frame-decoder.js'
export { latentFrameSize, type LatentShape, type ModelGeometry } from './geometry.js'
export type { PromptEmbedding, PromptEncoder } from './prompt.js'
export type { ChunkPlacement, Denoiser, DenoisePass, Prediction, VideoModel } from './video-model.js'
