import { type DecoderStream, type FrameDecoder, latentSizes } from '@frameloom/diffusion'
import { defineNode, NodeError, port, stream } from '@frameloom/graph'
import { type FrameBatch, frameDecoder, latentChunks, pixelFrames, type SampledChunk } from '@frameloom/sockets'
import { z } from 'zod'
import { restoreDecoder, stateOfDecoder } from './decoder-state.js'

export const frameDecoderNode = defineNode({
  type: 'model/frame-decoder',
  version: 1,
  title: 'Frame Decoder',
  category: 'Model',
  help: `Turns latent frames into pictures, chunk by chunk and without a seam: what the decoder remembers of the past carries over
    from one chunk to the next. The first latent frame gives one picture, each later one four.`,

  inputs: {
    decoder: port(frameDecoder, 'The decoder that belongs to the model.'),
    latents: stream(latentChunks, 'What a Frame Sampler makes.'),
  },
  outputs: {
    frames: stream(pixelFrames, 'Connect to Save Video.'),
  },
  params: z.strictObject({}),

  async execute({ inputs: { decoder, latents }, boundary, own, report, signal, stateful, status }) {
    const decoding = own(await decoder.open())
    status({ memoryBytes: decoding.byteSize })
    await stateful({
      save: () => stateOfDecoder(decoder, decoding),
      restore: (state) => restoreDecoder(decoder, decoding, state),
    })
    async function* frames(): AsyncGenerator<FrameBatch> {
      for await (const chunk of latents) {
        await boundary(chunk.index)
        requireSameSize(chunk, decoder)
        const started = performance.now()
        const batch = await decoded(chunk, { decoder, decoding, signal })
        const measurements = { decodeMs: performance.now() - started }
        report({ chunk: chunk.index, frames: batch.frames.length, measurements })
        yield batch
      }
    }
    return { frames: frames() }
  },
})

/**
 * Latent frames of another size may hold as many numbers, or a whole multiple: then they would be decoded into a scrambled video.
 * @throws NodeError `latents-mismatch`
 */
function requireSameSize({ index, shape }: SampledChunk, { name, latent }: FrameDecoder): void {
  if (latentSizes(shape) === latentSizes(latent)) return
  throw new NodeError(
    'latents-mismatch',
    `Chunk ${index} has latent frames of ${latentSizes(shape)}, but ${name} decodes ${latentSizes(latent)} (channels, height, ` +
      'width): connect the decoder of the Model Loader that made them.',
    { port: 'decoder' },
  )
}

async function decoded(
  { index, latents, origin }: SampledChunk,
  {
    decoder,
    decoding,
    signal,
  }: { readonly decoder: FrameDecoder; readonly decoding: DecoderStream; readonly signal: AbortSignal },
): Promise<FrameBatch> {
  const { name, sha256, fps } = decoder
  const frames = await decoding.decode(latents, signal)
  return { chunk: index, frames, fps, origin: { ...origin, models: [...origin.models, { name, sha256 }] } }
}
