import { availableParallelism } from 'node:os'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ComparisonProgress } from '../bench/strategies/run-comparison.js'
import { contestants } from '../bench/videos/contestants.js'
import { type DeviceChoice, deviceOption } from '../device-option.js'
import { abortOnInterrupt } from '../interrupted.js'
import { wholeNumber } from '../option-values.js'
import type { Terminal } from '../terminal.js'
import { showFiles, showProgress } from './show-results.js'

interface StrategiesOptions {
  readonly model?: string
  readonly device: DeviceChoice
  readonly threads: number
  readonly parallel: number
  readonly strategies: readonly string[]
  readonly prompts: number
  readonly frames: number
  readonly start: 'scene' | 'noise'
  readonly given: number
  readonly cacheFrames: number
  readonly sinkFrames: number
  readonly every: number
  readonly out: string
  readonly json: boolean
}

/** `frameloom bench strategies`: what each cache strategy still remembers, measured against the world's own truth. */
export function defineBenchStrategies(bench: Command, terminal: Terminal): void {
  bench
    .command('strategies')
    .summary('compare cache strategies by what their videos still remember')
    .description(
      'Makes a video for every prompt and strategy with the embedded model, scores its pictures against what the world would show, and writes results.json, table.md and plots. Finished videos are kept: the same command continues where it was interrupted.',
    )
    .option('--model <dir>', 'a folder like that of the embedded model, which is the default')
    .addOption(deviceOption())
    .option('--parallel <n>', 'videos made at the same time', wholeNumber(1), Math.min(8, availableParallelism()))
    .option('--threads <n>', 'threads for each video', wholeNumber(1), 1)
    .addOption(
      new Option('--strategies <names>', `comma-separated, of ${Object.keys(contestants).join(', ')}`)
        .argParser(named)
        .default(Object.keys(contestants), 'all'),
    )
    .option('--prompts <n>', 'prompts, each with a scene and noise of its own', wholeNumber(1), 32)
    .option('--frames <n>', 'latent frames per video, four a second; rounded up to whole chunks', wholeNumber(8), 480)
    .addOption(
      new Option('--start <what>', 'what videos start from; with noise, only what the prompt names is known')
        .choices(['scene', 'noise'])
        .default('scene'),
    )
    .option('--given <chunks>', 'chunks of the scene to start with', wholeNumber(1), 2)
    .option('--cache-frames <n>', 'latent frames attended at once, for all strategies', wholeNumber(2), 12)
    .option('--sink-frames <n>', 'how many of them are sinks, for strategies that have any', wholeNumber(0), 3)
    .option('--every <chunks>', 'how often two pictures are scored', wholeNumber(1), 8)
    .option('--out <dir>', 'where results and finished videos’ scores are kept', 'out/strategies')
    .option('--json', 'one JSON object per line', false)
    .addHelpText('after', EXAMPLE)
    .action((options: StrategiesOptions) => strategies(options, terminal))
}

const EXAMPLE = `
Example:
  frameloom bench strategies --prompts 4 --frames 120 --strategies memrope,sliding-window
`

function named(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !Object.hasOwn(contestants, name))
  if (unknown.length === 0) return [...new Set(names)]
  throw new InvalidArgumentError(`Unknown: ${unknown.join(', ')}. Choose from ${Object.keys(contestants).join(', ')}.`)
}

async function strategies(options: StrategiesOptions, terminal: Terminal): Promise<void> {
  const { runComparison } = await import('../bench/strategies/run-comparison.js')
  const { model: folder, device, threads, parallel, strategies: names, prompts, out: place, json } = options
  const { frames, start, given, cacheFrames, sinkFrames, every } = options
  using interruption = abortOnInterrupt()
  const { comparison, files } = await runComparison({
    folder,
    device,
    threads,
    parallel,
    names,
    prompts,
    settings: { frames, start, given, cacheFrames, sinkFrames, every },
    out: place,
    signal: interruption.signal,
    onProgress: async (progress) => {
      if (json && progress.chunk === progress.chunks) await terminal.out.json({ type: 'video', ...progress })
      if (!json) await showProgress(terminal, progressText(progress))
    },
  })
  if (json) return await terminal.out.json({ type: 'comparison', files, comparison })
  await showFiles(terminal, files)
}

const progressText = ({ strategy, prompt, done, videos, chunk, chunks }: ComparisonProgress): string =>
  `video ${done + 1}/${videos}  ${strategy}, prompt ${prompt}  chunk ${chunk}/${chunks}`
