import { type Command, Option } from 'commander'
import type { HourProgress } from '../bench/hour/run-hour.js'
import { contestants, REFERENCE } from '../bench/videos/contestants.js'
import { type DeviceChoice, deviceOption } from '../device-option.js'
import { abortOnInterrupt } from '../interrupted.js'
import { wholeNumber } from '../option-values.js'
import type { Terminal } from '../terminal.js'
import { showFiles, showProgress } from './show-results.js'

interface HourOptions {
  readonly model?: string
  readonly device: DeviceChoice
  readonly threads: number
  readonly strategy: string
  readonly minutes: number
  readonly prompts: number
  readonly given: number
  readonly cacheFrames: number
  readonly sinkFrames: number
  readonly every: number
  readonly out: string
  readonly json: boolean
}

/** `frameloom bench hour`: whether the last minute of a long video is as good as its first. */
export function defineBenchHour(bench: Command, terminal: Terminal): void {
  bench
    .command('hour')
    .summary('compare the last minute of an hour of video with the first')
    .description(
      'Makes long videos from scenes of the embedded model’s world, scores every chunk of the first and of the last minute and some of those between against what the world would show, and writes results.json (every minute), table.md and plots. The same command continues where it was interrupted.',
    )
    .option('--model <dir>', 'a folder like that of the embedded model, which is the default')
    .addOption(deviceOption())
    .option('--threads <n>', 'threads to compute with', wholeNumber(1), 1)
    .addOption(
      new Option('--strategy <name>', 'how the video remembers').choices(Object.keys(contestants)).default(REFERENCE),
    )
    .option('--minutes <n>', 'length of a video', wholeNumber(2), 60)
    .option('--prompts <n>', 'prompts, each with a scene and noise of its own, one after the other', wholeNumber(1), 1)
    .option('--given <chunks>', 'chunks of the scene that are given', wholeNumber(1), 2)
    .option('--cache-frames <n>', 'latent frames that are attended', wholeNumber(2), 12)
    .option('--sink-frames <n>', 'of them sinks, where the strategy has any', wholeNumber(0), 3)
    .option('--every <chunks>', 'how often the minutes between are looked at', wholeNumber(1), 16)
    .option('--out <dir>', 'where results and unfinished videos are kept', 'out/hour')
    .option('--json', 'one JSON object per line', false)
    .addHelpText('after', EXAMPLE)
    .action((options: HourOptions) => hour(options, terminal))
}

const EXAMPLE = `
Example:
  frameloom bench hour --minutes 10 --prompts 2
`

async function hour(options: HourOptions, terminal: Terminal): Promise<void> {
  const { runHour } = await import('../bench/hour/run-hour.js')
  const { model: folder, device, threads, strategy, prompts, out: place, json } = options
  const { minutes, given, cacheFrames, sinkFrames, every } = options
  const contestant = contestants[strategy]
  if (!contestant) throw new TypeError(`--strategy let '${strategy}' pass, which is none.`)
  using interruption = abortOnInterrupt()
  const { result, files } = await runHour({
    folder,
    device,
    threads,
    strategy,
    contestant,
    prompts,
    settings: { start: 'scene', minutes, given, cacheFrames, sinkFrames, every },
    out: place,
    signal: interruption.signal,
    onProgress: async (progress) => {
      if (json && progress.chunk % PROGRESS_CHUNKS === 0) await terminal.out.json({ type: 'progress', ...progress })
      if (!json) await showProgress(terminal, progressText(progress))
    },
  })
  if (json) return await terminal.out.json({ type: 'hour', files, result })
  await showFiles(terminal, files)
}

/** Chunks from one line of progress to the next. */
const PROGRESS_CHUNKS = 20

const progressText = ({ prompt, prompts, chunk, chunks }: HourProgress): string =>
  `video ${prompt + 1}/${prompts}  chunk ${chunk}/${chunks}`
