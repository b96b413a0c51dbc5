import { createHash } from 'node:crypto'
import {
  DiffusionError,
  type LatentChunk,
  Rollout,
  type RolloutOptions,
  type RolloutSnapshot,
  seededNoise,
} from '@frameloom/diffusion'
import { defineNode, NodeError, port, stream } from '@frameloom/graph'
import { MemoryReporter } from '@frameloom/memory-report'
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
import { CacheTakeover } from './cache-takeover.js'
import { rolloutOfState, type SavedRollout, stateOfRollout } from './rollout-state.js'

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
    const { model, schedule, firstFrames } = inputs
    const mark = { name: model.name, sha256: model.sha256 }
    const origin = { seed: params.seed, models: [mark, ...(firstFrames?.models ?? [])] }
    const state: { rollout?: Rollout; restored?: SavedRollout | undefined; takeover?: CacheTakeover } = {}
    let names = { strategy: inputs.cache.name, placing: inputs.positions.name }
    await stateful({
      save: async () => {
        const snapshot = (await state.rollout?.snapshot()) ?? emptySnapshot(model.identity)
        return stateOfRollout(snapshot, state.takeover?.filledBy ?? inputs.cache)
      },
      restore: (saved) => {
        state.restored = rolloutOfState(saved)
      },
    })
    const restored = state.restored?.snapshot
    const takeover = new CacheTakeover(model.geometry.chunkFrames, {
      ...(restored ?? { layout: [], nextChunk: 0 }),
      strategy: inputs.cache,
      filledBy: state.restored?.filledBy,
    })
    state.takeover = takeover
    review(({ inputs: next }, chunk) => {
      const conversion = takeover.review(next, chunk)
      return conversion === undefined ? {} : { cache: conversion }
    })
    const rollout = own(
      openRollout({
        model,
        schedule,
        noise: seededNoise(params.seed),
        chunks: params.chunks || Infinity,
        signal,
        ...(firstFrames && { firstLatents: firstFrames }),
        boundary: async (chunk) => {
          const { cache, positions, prompt } = (await boundary(chunk)).inputs
          names = { strategy: cache.name, placing: positions.name }
          takeover.begins(cache)
          return { strategy: cache, positions, prompt }
        },
        ...(restored ? { restored } : {}),
      }),
    )
    state.rollout = rollout
    // The rollout holds the cache until its device does; here it would stay for the whole run.
    state.restored = undefined
    const memory = new MemoryReporter(restored?.layout)
    const { chunkFrames, trainedFrames, rotaryPositions } = model.geometry

    const told = { memoryBytes: 0 }
    async function* latents(): AsyncGenerator<SampledChunk> {
      for await (const chunk of rollout) {
        takeover.follow(chunk)
        if (rollout.byteSize !== told.memoryBytes) {
          told.memoryBytes = rollout.byteSize
          status(told)
        }
        const { index, plan, positions, cacheBytes: bytes } = chunk
        const facts = { ...names, chunkFrames, bytes, model: { trainedFrames, rotaryPositions } }
        report({ ...reportOf(chunk), insight: memory.report({ index, plan, positions, ...facts }) })
        yield { ...chunk, origin }
      }
    }
    return { latents: latents() }
  },
})

/** @throws NodeError on the input that does not fit: a model that is not the checkpoint's, or latents that are not the model's */
function openRollout(options: RolloutOptions): Rollout {
  try {
    return new Rollout(options)
  } catch (cause) {
    if (!(cause instanceof DiffusionError)) throw cause
    const port = cause.code === 'latents-mismatch' ? 'firstFrames' : 'model'
    throw new NodeError(cause.code, cause.message, { cause, port })
  }
}

const emptySnapshot = (model: string): RolloutSnapshot => ({
  model,
  nextChunk: 0,
  layout: [],
  store: { slots: 0, tensors: {} },
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
