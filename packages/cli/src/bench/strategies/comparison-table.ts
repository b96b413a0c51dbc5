import type { Interval } from '@frameloom/metrics'
import type { Comparison } from './comparison.js'
import { contestants, REFERENCE } from '../videos/contestants.js'
import { FEWEST_PAIRS } from '../videos/fewest-pairs.js'
import { measures } from '../videos/measures.js'
import type { VideoSettings } from './play-video.js'

/** A comparison in Markdown. */
export function comparisonTable(
  comparison: Comparison,
  { settings, prompts, model }: { readonly settings: VideoSettings; readonly prompts: number; readonly model: string },
): string {
  const names = Object.keys(comparison)
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const lines = Object.entries(measures).flatMap(([measure, { title }]) => {
    const cells = names.map((name) => cell(comparison[name]?.[measure]))
    return cells.every((text) => text === '') ? [] : [row([title, ...cells])]
  })
  const start =
    settings.start === 'scene' ? `the exact latents of the first ${settings.given} chunks of a scene` : 'noise'
  return [
    `# Cache strategies compared`,
    '',
    `${prompts} prompts, ${settings.frames} latent frames each, from ${start}, with ${model}; a cache of ${settings.cacheFrames} latent frames, ` +
      `${settings.sinkFrames} of them sinks where a strategy has any. Seeds and prompts are the same for all. Figures are of the last ` +
      `quarter of the videos, pictures of every ${settings.every} chunks: mean over prompts [95 % bootstrap interval].` +
      (names.includes(REFERENCE)
        ? ` * marks a paired difference from ${REFERENCE} whose interval excludes 0, from ${FEWEST_PAIRS} prompts on.`
        : ''),
    '',
    row(['', ...names]),
    row(['---', ...names.map(() => '---')]),
    ...lines,
    '',
    ...names.map((name) => `- **${name}**: ${contestants[name]?.about ?? ''}`),
    '',
  ].join('\n')
}

function cell(compared: Comparison[string][string] | undefined): string {
  const last = compared?.quarters.at(-1)
  if (!compared || !last) return ''
  const { difference } = compared
  const apart = difference && difference.count >= FEWEST_PAIRS && (difference.low > 0 || difference.high < 0)
  return `${text(last)}${apart ? ' *' : ''}`
}

function text({ mean, low, high }: Interval): string {
  const digits = Math.abs(mean) >= 10 ? 1 : 3
  return `${mean.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`
}
