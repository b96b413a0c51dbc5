import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDevice } from '@frameloom/runtime'
import { loadTinyWorld } from '@frameloom/tiny-world'
import type { DeviceChoice } from '../../device-option.js'
import { type Comparison, compare } from './comparison.js'
import { comparisonPlot } from './comparison-plot.js'
import { comparisonTable } from './comparison-table.js'
import { contestants } from './contestants.js'
import { KeptVideos, type KeptVideo } from './kept-videos.js'
import { playVideo, type VideoSettings } from './play-video.js'

export interface ComparisonRequest {
  /** A folder like that of the embedded model's weights; undefined: those. */
  readonly folder: string | undefined
  readonly device: DeviceChoice
  readonly threads: number | undefined
  readonly names: readonly string[]
  readonly prompts: number
  readonly settings: VideoSettings
  readonly out: string
  readonly signal: AbortSignal
  readonly onProgress: (progress: ComparisonProgress) => Promise<void>
}

export interface ComparisonProgress {
  readonly strategy: string
  /** Prompt number, from 0. */
  readonly prompt: number
  /** Videos done, of `videos`. */
  readonly done: number
  readonly videos: number
  /** Chunks of the video that is being made. */
  readonly chunk: number
  readonly chunks: number
}

export interface ComparisonResult {
  readonly comparison: Comparison
  /** Files that were written. */
  readonly files: readonly string[]
}

/** The measures that are plotted. */
const PLOTTED = ['identity', 'markRight', 'landmarksOnReturn', 'speedRight']

/**
 * Makes and scores every video that is not kept yet, prompt after prompt so that an unfinished comparison is a fair one, and
 * writes `results.json`, `table.md` and a plot for the main measures.
 */
export async function runComparison(request: ComparisonRequest): Promise<ComparisonResult> {
  const { folder, names, prompts, settings, out, signal, threads } = request
  await using device = await openDevice(request.device, threads === undefined ? {} : { threads })
  await using world = await loadTinyWorld({ device, signal, ...(folder !== undefined && { folder }) })
  const kept = new KeptVideos(out, { settings, model: world.model.sha256 })
  const videos = new Map<string, KeptVideo[]>(names.map((name) => [name, []]))
  let done = 0
  for (let seed = 0; seed < prompts; seed++) {
    for (const name of names) {
      const contestant = contestants[name]
      if (!contestant) continue
      const progress = { strategy: name, prompt: seed, videos: prompts * names.length }
      const onChunk = (chunk: number, chunks: number) =>
        request.onProgress({ ...progress, done, chunk: chunk + 1, chunks })
      const known = await kept.read(name, seed)
      const video = known ?? { seed, ...(await playVideo({ world, contestant, settings, seed, signal, onChunk })) }
      if (!known) await kept.write(name, video)
      videos.get(name)?.push(video)
      done++
    }
  }
  const comparison = compare(videos)
  return { comparison, files: await write(comparison, { ...request, model: world.model.name }) }
}

async function write(
  comparison: Comparison,
  { out, settings, prompts, model }: ComparisonRequest & { readonly model: string },
): Promise<string[]> {
  await mkdir(out, { recursive: true })
  const texts: Record<string, string> = {
    'results.json': `${JSON.stringify({ model, prompts, settings, comparison }, undefined, 2)}\n`,
    'table.md': comparisonTable(comparison, { settings, prompts, model }),
  }
  for (const measure of PLOTTED) {
    const measured = Object.values(comparison).some((scores) => scores[measure]?.whole)
    if (measured) texts[`${measure}.svg`] = comparisonPlot(comparison, measure)
  }
  const files = Object.keys(texts).map((name) => join(out, name))
  for (const [name, text] of Object.entries(texts)) await writeFile(join(out, name), text)
  return files
}
