import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { RolloutSnapshot } from '@frameloom/diffusion'
import { frameIndex, type SlotContent } from '@frameloom/kv-cache'
import type { MeterSnapshot } from '@frameloom/metrics'
import type { Tensor } from '@frameloom/tensor'
import { openSafetensors, readTensor, writeSafetensors } from '@frameloom/weights'
import { z } from 'zod'
import { pathKind } from '../../path-kind.js'
import { Refusal } from '../../refusal.js'
import { jsonOf } from '../videos/kept-videos.js'
import { originFacts, type VideoOrigin } from '../videos/video-origin.js'
import { type MinuteSums, minuteSums } from './minute-means.js'

type Tensors = Readonly<Record<string, Tensor>>

/** A long video between two chunks. */
export interface HourState {
  readonly rollout: RolloutSnapshot
  readonly meter: MeterSnapshot
  readonly sums: MinuteSums
  /** The decoder's memories; absent where the last chunk was not decoded. */
  readonly memories: Tensors | undefined
}

const count = z.int().min(0)
const content = z.union([
  z.object({ kind: z.enum(['sink', 'recent']), frame: count }),
  z.object({ kind: z.literal('memory'), stream: z.enum(['long-term', 'short-term']), framesFolded: count }),
])
const head = z.object({
  settings: originFacts,
  rollout: z.object({ model: z.string(), nextChunk: count, layout: z.array(content) }),
  meter: z.object({
    chunks: count,
    references: z.record(z.string(), z.object({ frames: count, sum: z.number() })),
    colour: z.object({ frames: count, red: z.number(), green: z.number(), blue: z.number() }),
    insideMotions: z.array(z.number()),
    thumbnailChunks: z.array(count),
  }),
  sums: minuteSums,
})

/** The parts of a state that hold tensors: `cache/0/k` in the file is `0/k` of the cache. */
const PARTS = { cache: 'cache/', meter: 'meter/', memories: 'decoder/' } as const

/** The file of a long video that is not finished, so that an interrupted one goes on inside it. */
export class UnfinishedHour {
  readonly #path: string
  readonly #origin: VideoOrigin

  constructor(path: string, origin: VideoOrigin) {
    this.#path = path
    this.#origin = origin
  }

  /**
   * Where the video was; undefined where it has not begun.
   * @throws Refusal `checkpoint-mismatch` where it was made with other settings or weights, or cannot be read; WeightsError
   */
  async read(): Promise<HourState | undefined> {
    if ((await pathKind(this.#path)) === undefined) return undefined
    const file = await openSafetensors(this.#path)
    const parsed = head.safeParse(jsonOf(file.metadata['hour'] ?? ''))
    if (!parsed.success) {
      const found = z.prettifyError(parsed.error)
      throw new Refusal(
        'checkpoint-mismatch',
        `${this.#path} is not a video of this version (${found}): remove it to begin anew.`,
      )
    }
    const { settings, rollout, meter, sums } = parsed.data
    this.#origin.require(this.#path, settings)
    const tensors: Record<string, Tensor> = {}
    for (const name of file.tensors.keys()) tensors[name] = await readTensor(file, name)
    const layout = rollout.layout.map((slot): SlotContent =>
      slot.kind === 'memory' ? slot : { kind: slot.kind, frame: frameIndex(slot.frame) },
    )
    const memories = partOf(tensors, PARTS.memories)
    return {
      rollout: { ...rollout, layout, store: { slots: layout.length, tensors: partOf(tensors, PARTS.cache) } },
      meter: { ...meter, tensors: partOf(tensors, PARTS.meter) },
      sums,
      memories: Object.keys(memories).length > 0 ? memories : undefined,
    }
  }

  /** The file appears whole or not at all. @throws WeightsError `unwritable` */
  async write({ rollout, meter, sums, memories }: HourState): Promise<void> {
    const { store, ...rolloutJson } = rollout
    const { tensors, ...meterJson } = meter
    const json = { settings: this.#origin.facts, rollout: rolloutJson, meter: meterJson, sums }
    await mkdir(dirname(this.#path), { recursive: true })
    const parts = [
      named(PARTS.cache, store.tensors),
      named(PARTS.meter, tensors),
      named(PARTS.memories, memories ?? {}),
    ]
    await writeSafetensors(this.#path, Object.fromEntries(parts.flat()), { hour: JSON.stringify(json) })
  }

  /** The video is finished, or to be begun anew. */
  async remove(): Promise<void> {
    await rm(this.#path, { force: true })
  }
}

const named = (part: string, tensors: Tensors) =>
  Object.entries(tensors).map(([name, tensor]) => [`${part}${name}`, tensor] as const)

const partOf = (tensors: Tensors, part: string): Tensors =>
  Object.fromEntries(
    Object.entries(tensors).flatMap(([name, tensor]) =>
      name.startsWith(part) ? [[name.slice(part.length), tensor]] : [],
    ),
  )
