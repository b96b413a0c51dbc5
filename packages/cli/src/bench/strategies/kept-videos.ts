import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FrameDecoder, VideoModel } from '@frameloom/diffusion'
import { z } from 'zod'
import { Refusal } from '../../refusal.js'
import type { VideoSettings } from './play-video.js'
import type { VideoScores } from './video-score.js'

const figure = z.number().nullable()
const keptVideo = z.object({
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  seed: z.int(),
  prompt: z.string(),
  scores: z.record(z.string(), z.object({ whole: figure, quarters: z.array(figure) })),
})

/** A scored video as its file keeps it. */
export interface KeptVideo {
  readonly seed: number
  readonly prompt: string
  readonly scores: VideoScores
}

/** What videos are made with. */
interface Fingerprints {
  readonly model: Pick<VideoModel, 'sha256' | 'identity'>
  readonly decoder: Pick<FrameDecoder, 'sha256'>
}

/** The scored videos of a comparison, a file each, so that an interrupted one goes on where it was. */
export class KeptVideos {
  readonly #folder: string
  readonly #settings: Readonly<Record<string, string | number>>

  /** Videos made with other settings, other weights or another configuration of the network are refused. */
  constructor(folder: string, settings: VideoSettings, { model, decoder }: Fingerprints) {
    this.#folder = join(folder, 'videos')
    this.#settings = { ...settings, model: model.sha256, network: model.identity, decoder: decoder.sha256 }
  }

  /**
   * A video that was scored before; undefined where there is none.
   * @throws Refusal `checkpoint-mismatch` where the file is of another comparison
   */
  async read(contestant: string, seed: number): Promise<KeptVideo | undefined> {
    const path = this.#path(contestant, seed)
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
      throw cause
    })
    if (text === undefined) return undefined
    const parsed = keptVideo.safeParse(jsonOf(text))
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
  async write(contestant: string, video: KeptVideo): Promise<void> {
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
