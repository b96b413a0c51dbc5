import { DriftMeter } from '@frameloom/metrics'
import { Eye } from '@frameloom/tiny-world'
import { generalScores } from '../strategies/general-scores.js'
import { openVideo, type VideoRequest } from '../strategies/open-video.js'
import { PictureScores } from '../strategies/picture-scores.js'
import { WatchedPictures } from '../strategies/watched-pictures.js'
import { hourLength, type HourSettings } from './hour-length.js'
import { type MinuteCurves, MinuteMeans } from './minute-curves.js'

export interface PlayedHour {
  readonly prompt: string
  readonly scores: MinuteCurves
}

const MIB = 2 ** 20

/** Makes one long video and scores it by minutes; `memoryMiB` is the process's resident memory, read at every chunk. */
export async function playHour(request: VideoRequest<HourSettings>): Promise<PlayedHour> {
  const { world, settings, signal } = request
  const { model, decoder } = world
  const { chunks, minutes, minuteOf, looksAt } = hourLength(settings, world)
  const { rollout: opened, prompt, expected } = await openVideo(request, { chunks })
  const scores = new PictureScores({ eye: new Eye(), expected, fps: decoder.fps })
  const meter = new DriftMeter()
  const means = new MinuteMeans(minutes)
  await using rollout = opened
  await using pictures = new WatchedPictures(decoder, model.geometry.chunkFrames, looksAt)
  for await (const { index, latents } of rollout) {
    const minute = minuteOf(index)
    const watched = await pictures.next(index, latents, signal)
    // The chunk before a look is measured as well, so that seams can be told.
    const measured = watched && meter.measure(watched.frames)
    if (measured && looksAt(index)) {
      for (const [name, value] of Object.entries(generalScores(measured))) means.add(name, minute, value)
      for (const [name, value] of scores.score(watched)) means.add(name, minute, value)
    }
    means.add('memoryMiB', minute, process.memoryUsage.rss() / MIB)
    await request.onChunk(index, chunks)
  }
  return { prompt, scores: means.read() }
}
