import type { FrameDecoder, FrameEncoderSource, PromptEmbedding, PromptEncoder, VideoModel } from '@frameloom/diffusion'
import { socketType } from '@frameloom/graph'

export const videoModel = socketType<VideoModel>('video-model', 'A loaded denoiser: weights and geometry.')

export const promptEncoder = socketType<PromptEncoder>('prompt-encoder', 'Turns text into what the denoiser reads.')

export const frameDecoder = socketType<FrameDecoder>('frame-decoder', 'Turns latent frames into pixel frames.')

export const frameEncoder = socketType<FrameEncoderSource>(
  'frame-encoder',
  'Turns pictures into latent frames, for videos that start from them.',
)

export const promptEmbedding = socketType<PromptEmbedding>('prompt-embedding', 'A prompt as the denoiser reads it.')
