import { defineNode, port } from '@frameloom/graph'
import { promptEmbedding, promptEncoder } from '@frameloom/sockets'
import { z } from 'zod'

export const prompt = defineNode({
  type: 'model/prompt',
  version: 1,
  title: 'Prompt',
  category: 'Model',
  help: `Says what the video shows. It may change while the video runs: the new text takes effect at the next chunk, and the
    cache carries over what was there before.`,
  inputs: {
    encoder: port(promptEncoder, 'Turns the text into what the denoiser reads.'),
  },
  outputs: {
    prompt: port(promptEmbedding, 'Connect to a Frame Sampler.'),
  },
  params: z.strictObject({
    text: z.string().max(10_000).default('').meta({
      title: 'Text',
      description:
        'What to show. The embedded model knows a few dozen words, in any order; unknown ones are named on the node.',
      multiline: true,
      live: true,
    }),
  }),

  async execute({ inputs: { encoder }, params: { text }, signal, status }) {
    const embedding = await encoder.encode(text, signal)
    const unknown = embedding.unknownWords
    status({ text: unknown.length > 0 ? `not understood: ${unknown.join(', ')}` : '' })
    return { prompt: embedding }
  },
})
