import { DriftMeter } from '@frameloom/metrics'
import { Eye } from '@frameloom/tiny-world'
import { generalScores } from '../videos/general-scores.js'
import { openVideo, type VideoRequest } from '../videos/open-video.js'
import { PictureScores } from '../videos/picture-scores.js'
import { WatchedPictures } from '../videos/watched-pictures.js'
import { hourLength, type HourSettings } from './hour-length.js'
import { type MinuteCurves, MinuteMeans } from './minute-means.js'
import type { UnfinishedHour } from './unfinished-hour.js'

export interface PlayedHour {
  readonly prompt: string
  readonly scores: MinuteCurves
}

const MIB = 2 ** 20

/**
 * Makes one long video and scores it by minutes; `memoryMiB` is the process's resident memory, read at every chunk. The state is saved
 * after every minute, and is where the video goes on.
 */
export async function playHour(request: VideoRequest<HourSettings>, unfinished: UnfinishedHour): Promise<PlayedHour> {
  const { world, settings, signal } = request
  const { model, decoder } = world
  const { chunks, minutes, minuteOf, looksAt } = hourLength(settings, world)
  const begun = await unfinished.read()
  const opened = await openVideo(request, { chunks, ...(begun && { restored: begun.rollout }) })
  const scores = new PictureScores({ eye: new Eye(), expected: opened.expected, fps: decoder.fps })
  const means = new MinuteMeans(minutes, begun?.sums)
  const meter = new DriftMeter()
  if (begun) meter.restore(begun.meter)
  await using rollout = opened.rollout
  await using pictures = new WatchedPictures(decoder, model.geometry.chunkFrames, looksAt)
  if (begun?.memories) await pictures.restore(begun.memories)
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
    if (minuteOf(index + 1) > minute && index + 1 < chunks) {
      const memories = await pictures.snapshot()
      const state = { rollout: await rollout.snapshot(), meter: meter.snapshot(), sums: means.sums, memories }
      await unfinished.write(state)
    }
    await request.onChunk(index, chunks)
  }
  return { prompt: opened.prompt, scores: means.read() }
}
