import { createHash } from 'node:crypto'
import type { LatentChunk } from '@frameloom/diffusion'
import { defineNode, port, stream } from '@frameloom/graph'
import {
  cacheStrategy,
  denoiseSchedule,
  firstLatents,
  latentChunks,
  positionPolicy,
  promptEmbedding,
  type SampledChunk,
  traits,
  videoModel,
} from '@frameloom/sockets'
import { z } from 'zod'
import { rolloutOfState, type SavedRollout, stateBeforeRollout } from './rollout-state.js'
import { SampledVideo } from './sampled-video.js'

export const frameSampler = defineNode({
  type: 'sampling/frame-sampler',
  version: 1,
  title: 'Frame Sampler',
  category: 'Sampling',
  help: `Makes latent frames, chunk after chunk, each conditioned on what the cache holds. Prompt, cache and positions may
    change while it runs; a change takes effect at the next chunk.`,

  inputs: {
    model: port(videoModel, 'The denoiser.'),
    prompt: port(promptEmbedding, 'What to show.', { live: true }),
    cache: port(cacheStrategy, 'What to remember.', { live: true }),
    positions: port(positionPolicy, 'Where remembered frames stand in time.', { live: true }),
    schedule: port(denoiseSchedule, 'The noise levels of a chunk.'),
    firstFrames: port(firstLatents, 'What the video starts from; without it, noise.', { optional: true }),
  },
  outputs: {
    latents: stream(latentChunks, 'Connect to a Frame Decoder.'),
  },
  params: z.strictObject({
    seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(0).meta({
      title: 'Seed',
      description: 'The same seed, document and device give the same video, whatever its length.',
      role: 'seed',
    }),
    chunks: z.int().min(0).default(0).meta({
      title: 'Chunks',
      description:
        'Length of the video, first frames included; 0: until stopped. A chunk of the embedded model lasts three quarters of a second.',
      unit: 'chunks',
      zero: 'until stopped',
    }),
  }),
  horizon: 'chunks',
  insights: { cache: 'slot-strip', positions: 'position-ruler' },
  conflicts: [
    {
      inputs: { cache: traits.foldsKeys, positions: traits.absolutePositions },
      message:
        'The cache averages keys, and an average of many frames has no absolute position: connect Online RoPE, or a cache that does not fold.',
    },
  ],

  async execute({ inputs, params, boundary, own, report, review, signal, stateful, status }) {
    const { model, schedule, cache, positions, firstFrames } = inputs
    const mark = { name: model.name, sha256: model.sha256 }
    const origin = { seed: params.seed, models: [mark, ...(firstFrames?.models ?? [])] }
    let saved: SavedRollout | undefined
    let begun: SampledVideo | undefined = undefined
    await stateful({
      save: async () => (await begun?.save()) ?? stateBeforeRollout(model.identity, cache),
      restore: (state) => {
        saved = rolloutOfState(state)
      },
    })
    const video = own(
      new SampledVideo({
        model,
        schedule,
        seed: params.seed,
        chunks: params.chunks || Infinity,
        firstFrames,
        first: { cache, positions },
        saved,
        boundary: async (chunk) => (await boundary(chunk)).inputs,
        signal,
      }),
    )
    begun = video
    // The video holds the cache until its device does; here it would stay for the whole run.
    saved = undefined
    review(({ inputs: next }, chunk) => {
      const conversion = video.review(next, chunk)
      return conversion === undefined ? {} : { cache: conversion }
    })

    const told = { memoryBytes: 0 }
    async function* latents(): AsyncGenerator<SampledChunk> {
      for await (const { chunk, insight } of video.chunks()) {
        if (video.byteSize !== told.memoryBytes) {
          told.memoryBytes = video.byteSize
          status(told)
        }
        report({ ...reportOf(chunk), insight })
        yield { ...chunk, origin }
      }
    }
    return { latents: latents() }
  },
})

function reportOf({ index, frames, latents, milliseconds }: LatentChunk) {
  const denoiseMs = milliseconds.passes.reduce((sum, ms) => sum + ms, 0)
  return {
    chunk: index,
    frames: frames.length,
    measurements: { denoiseMs, cacheUpdateMs: milliseconds.cacheUpdate },
    digest: createHash('sha256').update(latents).digest('hex'),
  }
}
