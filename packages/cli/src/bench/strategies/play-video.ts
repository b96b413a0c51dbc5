import { Eye } from '@frameloom/tiny-world'
import { openVideo, type StartSettings, type VideoRequest } from '../videos/open-video.js'
import { videoLength } from './video-length.js'
import { VideoScore, type VideoScores } from './video-score.js'
import { WatchedPictures } from '../videos/watched-pictures.js'

/** What all videos of a comparison have in common. */
export interface VideoSettings extends StartSettings {
  /** Latent frames of every video; whole chunks are made of them (`videoLength`). */
  readonly frames: number
  /** Every how many chunks two pictures are looked at. */
  readonly every: number
}

export interface PlayedVideo {
  readonly prompt: string
  readonly scores: VideoScores
}

/** Makes one video and scores it. */
export async function playVideo(request: VideoRequest<VideoSettings>): Promise<PlayedVideo> {
  const { world, settings, signal } = request
  const { model, decoder } = world
  const { chunkFrames } = model.geometry
  const { chunks, given } = videoLength(settings, chunkFrames)
  const { rollout: opened, prompt, expected } = await openVideo(request, { chunks })
  const score = new VideoScore({
    eye: new Eye(),
    expected,
    firstChunk: given,
    chunks,
    every: settings.every,
    fps: decoder.fps,
  })
  await using rollout = opened
  await using pictures = new WatchedPictures(decoder, chunkFrames, (chunk) => score.looksAt(chunk))
  for await (const { index, latents } of rollout) {
    const watched = await pictures.next(index, latents, signal)
    if (watched) score.take(watched)
    await request.onChunk(index, chunks)
  }
  return { prompt, scores: score.read() }
}
