import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { originFacts, type VideoOrigin } from './video-origin.js'

/** A mean; null where there was nothing to measure. */
export const figure = z.number().nullable()
/** What the files of a comparison hold of each measure. */
export const scoresByQuarter = z.object({ whole: figure, quarters: z.array(figure) })

/** A scored video as its file keeps it. */
export interface KeptVideo<Scores> {
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

/** The scored videos of a benchmark, a file each, so that an interrupted one goes on where it was. */
export class KeptVideos<Score> {
  readonly #folder: string
  readonly #file
  readonly #origin: VideoOrigin

  /** Videos of another origin are refused. */
  constructor({ folder, score }: Place<Score>, origin: VideoOrigin) {
    this.#folder = join(folder, 'videos')
    this.#file = z.object({
      settings: originFacts,
      seed: z.int(),
      prompt: z.string(),
      scores: z.record(z.string(), score),
    })
    this.#origin = origin
  }

  /**
   * A video that was scored before; undefined where there is none.
   * @throws Refusal `checkpoint-mismatch` where the file is of another benchmark
   */
  async read(contestant: string, seed: number): Promise<KeptVideo<Readonly<Record<string, Score>>> | undefined> {
    const path = this.path(contestant, seed)
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
      throw cause
    })
    if (text === undefined) return undefined
    const parsed = this.#file.safeParse(jsonOf(text))
    if (!parsed.success) return undefined
    const { settings, ...video } = parsed.data
    this.#origin.require(path, settings)
    return video
  }

  /** The file appears whole or not at all. */
  async write(contestant: string, video: KeptVideo<Readonly<Record<string, Score>>>): Promise<void> {
    const path = this.path(contestant, video.seed)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.partial`, `${JSON.stringify({ settings: this.#origin.facts, ...video })}\n`)
    await rename(`${path}.partial`, path)
  }

  /** Where a video is kept. */
  path(contestant: string, seed: number): string {
    return join(this.#folder, contestant, `${seed}.json`)
  }
}

/** What no file should hold, such as the half of one, counts as nothing. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}
