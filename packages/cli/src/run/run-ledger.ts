import type { RunEvent } from '@frameloom/graph'
import { DigestChain, type Digests } from '@frameloom/host'
import type { Outcome } from './outcome.js'

/** What of a run's events is to be remembered: bounded, however long the video. */
export class RunLedger {
  readonly digests: DigestChain
  readonly #files = new Set<string>()
  #video: string | undefined
  #order: Extract<RunEvent, { type: 'run-started' }>['nodes'] = []

  /** @param digests those of the checkpoint that the run goes on from */
  constructor(digests: Digests = {}) {
    this.digests = new DigestChain(digests)
  }

  take(event: RunEvent): void {
    this.digests.take(event)
    if (event.type === 'run-started') this.#order = event.nodes
    if (event.type !== 'file-saved') return
    this.#files.add(event.path)
    if (!event.finished) this.#video ??= event.path
  }

  /** The first file that grew while the run went on; a picture is there at once. Undefined until one is begun. */
  get video(): string | undefined {
    return this.#video
  }

  /** The files and the fingerprint of the video, as an outcome names them. */
  get results(): Pick<Outcome, 'files' | 'video' | 'digest'> {
    const video = this.#video
    const files = [...new Set([...(video === undefined ? [] : [video]), ...this.#files])]
    const digest = this.digests.first(this.#order)
    return { files, ...(video !== undefined && { video }), ...(digest !== undefined && { digest }) }
  }
}
