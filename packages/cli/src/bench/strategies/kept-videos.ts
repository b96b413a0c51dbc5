import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FrameDecoder, VideoModel } from '@frameloom/diffusion'
import { z } from 'zod'
import { Refusal } from '../../refusal.js'
import type { VideoScores } from './video-score.js'

/** A mean; null where there was nothing to measure. */
export const figure = z.number().nullable()
/** What the files of a comparison hold of each measure. */
export const scoresByQuarter = z.object({ whole: figure, quarters: z.array(figure) })

/** A scored video as its file keeps it. */
export interface KeptVideo<Scores = VideoScores> {
  readonly seed: number
  readonly prompt: string
  /** By measure. */
  readonly scores: Scores
}

/** Where videos are kept, and what their files hold of each measure. */
interface Place<Score> {
  readonly folder: string
  readonly score: z.ZodType<Score>
}

/** What videos are made with. */
interface Fingerprints {
  readonly model: Pick<VideoModel, 'sha256' | 'identity'>
  readonly decoder: Pick<FrameDecoder, 'sha256'>
}

/** The settings of a benchmark: plain values. */
type Settings = Readonly<Record<string, string | number>>

/** The scored videos of a benchmark, a file each, so that an interrupted one goes on where it was. */
export class KeptVideos<Score> {
  readonly #folder: string
  readonly #settings: Settings
  readonly #file

  /** Videos made with other settings, other weights or another configuration of the network are refused. */
  constructor({ folder, score }: Place<Score>, settings: Settings, { model, decoder }: Fingerprints) {
    this.#folder = join(folder, 'videos')
    this.#file = z.object({
      settings: z.record(z.string(), z.union([z.string(), z.number()])),
      seed: z.int(),
      prompt: z.string(),
      scores: z.record(z.string(), score),
    })
    this.#settings = { ...settings, model: model.sha256, network: model.identity, decoder: decoder.sha256 }
  }

  /**
   * A video that was scored before; undefined where there is none.
   * @throws Refusal `checkpoint-mismatch` where the file is of another benchmark
   */
  async read(contestant: string, seed: number): Promise<KeptVideo<Readonly<Record<string, Score>>> | undefined> {
    const path = this.#path(contestant, seed)
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
      throw cause
    })
    if (text === undefined) return undefined
    const parsed = this.#file.safeParse(jsonOf(text))
    if (!parsed.success) return undefined
    const { settings, ...video } = parsed.data
    // Files of earlier versions say nothing of the configuration; they took hours and stay valid.
    const known: typeof settings = { network: this.#settings['network'] ?? '', ...settings }
    const other = Object.entries(this.#settings).find(([name, value]) => known[name] !== value)
    if (!other) return video
    const [name, value] = other
    throw new Refusal(
      'checkpoint-mismatch',
      `${path} was scored with ${name} ${settings[name]}, now it is ${value}: give another --out, or remove that folder.`,
    )
  }

  /** The file appears whole or not at all. */
  async write(contestant: string, video: KeptVideo<Readonly<Record<string, Score>>>): Promise<void> {
    const path = this.#path(contestant, video.seed)
    await mkdir(join(this.#folder, contestant), { recursive: true })
    await writeFile(`${path}.partial`, `${JSON.stringify({ settings: this.#settings, ...video })}\n`)
    await rename(`${path}.partial`, path)
  }

  #path(contestant: string, seed: number): string {
    return join(this.#folder, contestant, `${seed}.json`)
  }
}

/** What no file should hold, such as the half of one, counts as nothing. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}
