import { Rollout, scheduleFromSteps, seededNoise } from '@frameloom/diffusion'
import { strategyByName } from '@frameloom/kv-cache'
import { drawScene, Eye, sceneLatents, timeOfDay, type TinyWorld } from '@frameloom/tiny-world'
import type { Contestant } from './contestants.js'
import { videoLength } from './video-length.js'
import { VideoScore, type VideoScores } from './video-score.js'
import { WatchedPictures } from './watched-pictures.js'

/** What all videos of a comparison have in common. */
export interface VideoSettings {
  /** Latent frames of every video; whole chunks are made of them (`videoLength`). */
  readonly frames: number
  /** What a video starts from: a scene of the world, so that all is known, or noise. */
  readonly start: 'scene' | 'noise'
  /** Chunks that are given where it starts from a scene. */
  readonly given: number
  readonly cacheFrames: number
  readonly sinkFrames: number
  /** Every how many chunks two pictures are looked at. */
  readonly every: number
}

export interface VideoRequest {
  readonly world: TinyWorld
  readonly contestant: Contestant
  readonly settings: VideoSettings
  /** Says prompt, scene and noise: the same for every contestant, so that differences are paired. */
  readonly seed: number
  readonly signal: AbortSignal
  readonly onChunk: (chunk: number, chunks: number) => Promise<void>
}

export interface PlayedVideo {
  readonly prompt: string
  readonly scores: VideoScores
}

/** Makes one video and scores it. */
export async function playVideo(request: VideoRequest): Promise<PlayedVideo> {
  const { world, settings, seed, signal } = request
  const { model, decoder, encoder } = world
  const { chunkFrames, latent, rotaryPositions, trainedFrames } = model.geometry
  const { chunks, given } = videoLength(settings, chunkFrames)
  const { cacheFrames, sinkFrames } = settings
  const { strategy, positions } = strategyByName(
    request.contestant.strategy,
    { cacheFrames, sinkFrames, ...request.contestant.params },
    { chunkFrames, rotaryPositions, trainedFrames, chunks },
  )
  const scene = drawScene(seed)
  const text = `${scene.colour} ${scene.shape} ${scene.biome} ${timeOfDay(scene.day)}`
  const prompt = await encoder.encode(text, signal)
  const { steps, shift } = model.defaultSchedule
  const firstLatents =
    settings.start === 'scene'
      ? { latents: sceneLatents(scene, { count: given * chunkFrames, ...latent }), shape: latent }
      : undefined
  const { colour, shape, biome } = scene
  const score = new VideoScore({
    eye: new Eye(),
    expected: settings.start === 'scene' ? { ...scene, first: scene } : { colour, shape, biome },
    firstChunk: given,
    chunks,
    every: settings.every,
    fps: decoder.fps,
  })
  await using rollout = new Rollout({
    model,
    schedule: scheduleFromSteps(steps, shift),
    noise: seededNoise(seed),
    chunks,
    boundary: () => ({ strategy, positions, prompt }),
    signal,
    ...(firstLatents && { firstLatents }),
  })
  await using pictures = new WatchedPictures(decoder, chunkFrames, (chunk) => score.looksAt(chunk))
  for await (const { index, latents } of rollout) {
    const watched = await pictures.next(index, latents, signal)
    if (watched) score.take(watched)
    await request.onChunk(index, chunks)
  }
  return { prompt: text, scores: score.read() }
}
