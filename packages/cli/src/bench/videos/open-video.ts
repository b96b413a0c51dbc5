import { Rollout, type RolloutSnapshot, scheduleFromSteps, seededNoise } from '@frameloom/diffusion'
import { strategyByName } from '@frameloom/kv-cache'
import { drawScene, type Expected, sceneLatents, timeOfDay, type TinyWorld } from '@frameloom/tiny-world'
import type { Contestant } from './contestants.js'

/** What a video starts from, and how much of it is remembered. */
export interface StartSettings {
  /** A scene of the world, so that all is known, or noise. */
  readonly start: 'scene' | 'noise'
  /** Chunks that are given where it starts from a scene. */
  readonly given: number
  readonly cacheFrames: number
  readonly sinkFrames: number
}

/** One video with one way to remember. */
export interface VideoRequest<Settings> {
  readonly world: TinyWorld
  readonly contestant: Contestant
  readonly settings: Settings
  /** Says prompt, scene and noise: the same for every contestant, so that differences are paired. */
  readonly seed: number
  readonly signal: AbortSignal
  readonly onChunk: (chunk: number, chunks: number) => Promise<void>
}

/** A video that is about to be made, and what it should show. */
export interface OpenVideo {
  readonly rollout: Rollout
  readonly prompt: string
  readonly expected: Expected
}

/** Begins a video of `chunks` chunks, or goes on with the one that was `restored`. */
export async function openVideo(
  { world, contestant, settings, seed, signal }: VideoRequest<StartSettings>,
  { chunks, restored }: { readonly chunks: number; readonly restored?: RolloutSnapshot },
): Promise<OpenVideo> {
  const { model, encoder } = world
  const { chunkFrames, latent, rotaryPositions, trainedFrames } = model.geometry
  const { start, given, cacheFrames, sinkFrames } = settings
  const { strategy, positions } = strategyByName(
    contestant.strategy,
    { cacheFrames, sinkFrames, ...contestant.params },
    { chunkFrames, rotaryPositions, trainedFrames, chunks },
  )
  const scene = drawScene(seed)
  const text = `${scene.colour} ${scene.shape} ${scene.biome} ${timeOfDay(scene.day)}`
  const prompt = await encoder.encode(text, signal)
  const { steps, shift } = model.defaultSchedule
  const firstLatents =
    start === 'scene'
      ? { latents: sceneLatents(scene, { count: given * chunkFrames, ...latent }), shape: latent }
      : undefined
  const { colour, shape, biome } = scene
  return {
    rollout: new Rollout({
      model,
      schedule: scheduleFromSteps(steps, shift),
      noise: seededNoise(seed),
      chunks,
      boundary: () => ({ strategy, positions, prompt }),
      signal,
      ...(firstLatents && { firstLatents }),
      ...(restored && { restored }),
    }),
    prompt: text,
    expected: start === 'scene' ? { ...scene, first: scene } : { colour, shape, biome },
  }
}
