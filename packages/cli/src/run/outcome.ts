/** How a run ended: the last line of `frameloom run --json`. */
export interface Outcome {
  readonly type: 'outcome'
  readonly status: 'finished' | 'stopped' | 'failed'
  /** The files written, the video first. */
  readonly files: readonly string[]
  /** The video; absent where no node saved one. */
  readonly video?: string
  /** Chunks of the whole video so far, those before a checkpoint included. */
  readonly chunks: number
  /** The chunk that this run began with: where it was resumed, that of the checkpoint, and the chunks before are in the files of earlier runs. */
  readonly firstChunk: number
  /** Frames that came out of this run. */
  readonly frames: number
  /** Time that this run took. */
  readonly seconds: number
  /** Fingerprint of the latents of the whole video, hexadecimal. */
  readonly digest?: string
  /** The newest one; absent where no chunk was made, and after a failure where none was taken on the way. */
  readonly checkpoint?: string
  readonly error?: { readonly code: string; readonly message: string }
}

/** For people. */
export function outcomeLines(outcome: Outcome): string[] {
  const { status, video, files, chunks, firstChunk, frames, seconds, checkpoint } = outcome
  const rate = seconds > 0 ? ` (${(frames / seconds).toFixed(1)} frames per second)` : ''
  const resumed = firstChunk > 0
  const here = resumed ? `, ${chunks - firstChunk} of them in this run` : ''
  const part = resumed ? ` (from chunk ${firstChunk + 1} on; those before are in the files of earlier runs)` : ''
  return [
    `${HEADLINE[status]} after ${chunks} chunks${here}: ${frames} frames in ${seconds.toFixed(1)} s${rate}.`,
    ...(video === undefined ? [] : [`Video: ${video}${part}`]),
    ...files.filter((path) => path !== video).map((path) => `Also: ${path}`),
    ...(checkpoint === undefined ? [] : [`Checkpoint: ${checkpoint} (continue with --resume)`]),
  ]
}

const HEADLINE: Readonly<Record<Outcome['status'], string>> = {
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
}
