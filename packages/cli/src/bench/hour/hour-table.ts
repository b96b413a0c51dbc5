import type { Interval } from '@frameloom/metrics'
import { FEWEST_PAIRS } from '../videos/fewest-pairs.js'
import { measures } from '../videos/measures.js'
import type { HourSettings } from './hour-length.js'
import type { HourMeasure, HourResult } from './hour-result.js'

export interface HourAbout {
  readonly strategy: string
  readonly settings: HourSettings
  readonly chunks: number
  readonly latentFrames: number
  readonly prompts: number
  readonly model: string
}

/** Titles of what `measures` does not name. */
const memory = { memoryMiB: { title: 'resident memory, MiB' } }

/** First and last minute side by side in Markdown. */
export function hourTable(result: HourResult, about: HourAbout): string {
  const { strategy, settings, chunks, latentFrames, prompts, model } = about
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const lines = Object.entries({ ...measures, ...memory }).flatMap(([measure, { title }]) => {
    const found = result[measure]
    return found ? [row([title, ...cellsOf(found, settings.minutes)])] : []
  })
  return [
    '# First and last minute of a long video',
    '',
    `${strategy}, ${prompts} ${prompts === 1 ? 'prompt' : 'prompts'}, ${settings.minutes} minutes each (${chunks} chunks, ${latentFrames} latent frames), from the exact latents ` +
      `of the first ${settings.given} chunks of a scene, with ${model}; a cache of ${settings.cacheFrames} latent frames, ${settings.sinkFrames} of them sinks. Every chunk of the first and of the ` +
      `last minute is decoded and two of its pictures are scored, and of the minutes between every ${settings.every}th chunk.` +
      (prompts === 1
        ? ' One prompt has no interval: the figures are of this video.'
        : ` Mean over prompts [95 % bootstrap interval], the change paired; * marks a change whose interval excludes 0, from ${FEWEST_PAIRS} prompts on.`),
    '',
    row(['', 'first minute', 'between', 'last minute', 'last less first', 'values in first, last']),
    row(['---', '---', '---', '---', '---', '---']),
    ...lines,
    '',
  ].join('\n')
}

function cellsOf(
  { first, between, last, change, minutes: { counts } }: HourMeasure,
  minutes: number,
): readonly string[] {
  const apart = change && change.count >= FEWEST_PAIRS && (change.low > 0 || change.high < 0)
  return [
    text(first),
    text(between),
    text(last),
    `${text(change)}${apart ? ' *' : ''}`,
    `${counts[0] ?? 0}, ${counts[minutes - 1] ?? 0}`,
  ]
}

function text(found: Interval | undefined): string {
  if (!found) return ''
  const { mean, low, high, count } = found
  const digits = Math.abs(mean) >= 10 ? 1 : 3
  return count === 1
    ? mean.toFixed(digits)
    : `${mean.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`
}
