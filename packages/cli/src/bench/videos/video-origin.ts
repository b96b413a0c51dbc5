import type { FrameDecoder, VideoModel } from '@frameloom/diffusion'
import { z } from 'zod'
import { Refusal } from '../../refusal.js'

/** Plain values by name. */
export const originFacts = z.record(z.string(), z.union([z.string(), z.number()]))

type Facts = Readonly<z.output<typeof originFacts>>

/** What videos are made with. */
interface Fingerprints {
  readonly model: Pick<VideoModel, 'sha256' | 'identity'>
  readonly decoder: Pick<FrameDecoder, 'sha256'>
}

/** Settings, weights and configuration of the network that kept videos were made with. */
export class VideoOrigin {
  readonly facts: Facts

  constructor(settings: Facts, { model, decoder }: Fingerprints) {
    this.facts = { ...settings, model: model.sha256, network: model.identity, decoder: decoder.sha256 }
  }

  /** @throws Refusal `checkpoint-mismatch` where the file at `path` says that it was made with something else */
  require(path: string, found: Facts): void {
    // Files of earlier versions say nothing of the configuration; they took hours and stay valid.
    const known: Facts = { network: this.facts['network'] ?? '', ...found }
    const other = Object.entries(this.facts).find(([name, value]) => known[name] !== value)
    if (!other) return
    const [name, value] = other
    throw new Refusal(
      'checkpoint-mismatch',
      `${path} was scored with ${name} ${found[name]}, now it is ${value}: give another --out, or remove that folder.`,
    )
  }
}
