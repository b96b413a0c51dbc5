import { rm } from 'node:fs/promises'
import { SerialQueue } from '@frameloom/serial-queue'
import type { PixelFrame } from '@frameloom/tensor'
import { besideText, type Capsule, carriedText } from '../capsule/capsule.js'
import { sidecarPath } from '../capsule/sidecar-path.js'
import type { AppendFile } from '../container/append-file.js'
import type { Container, VideoFormat } from '../container/container.js'
import { LARGE_ROOM, LARGEST_REWRITTEN } from '../container/header-room.js'
import type { EncoderName } from '../encoder/choose-encoder.js'
import type { PictureEncoder } from '../encoder/picture-encoder.js'
import { requireFrame } from '../picture/require-frame.js'
import { VideoError } from '../video-error.js'
import { writeSidecar } from './sidecar.js'
import type { VideoWriter } from './video-writer.js'

/** What a writer is made of; it owns the encoder and the file. */
export interface WriterParts {
  readonly encoderName: EncoderName
  readonly encoder: PictureEncoder
  readonly container: Container
  readonly file: AppendFile
  readonly format: VideoFormat
  /** The newest; see `VideoOptions`. */
  readonly capsule: () => Capsule
  /** Text of the capsule that the video begins with. */
  readonly comment: string
  readonly signal: AbortSignal | undefined
}

type State =
  { readonly kind: 'open' } | { readonly kind: 'closed' } | { readonly kind: 'failed'; readonly error: unknown }

/** Encoder, container and file in sequence, one call at a time. */
export class ChunkWriter implements VideoWriter {
  readonly #parts: WriterParts
  readonly #calls = new SerialQueue()
  readonly #stopEncoder = (): void => void this.#parts.encoder[Symbol.asyncDispose]()
  #state: State = { kind: 'open' }
  #isAborted = false
  #chunks = 0
  #frames = 0
  /** Text of the capsule in the file. */
  #comment: string
  /** Document in the sidecar. */
  #document: unknown
  #hasLargeRoom = false

  constructor(parts: WriterParts) {
    this.#parts = parts
    this.#comment = parts.comment
    parts.signal?.addEventListener('abort', this.#stopEncoder, { once: true })
  }

  get path(): string {
    return this.#parts.file.path
  }

  get sidecarPath(): string {
    return sidecarPath(this.path)
  }

  get encoder(): EncoderName {
    return this.#parts.encoderName
  }

  get chunks(): number {
    return this.#chunks
  }

  get frames(): number {
    return this.#frames
  }

  /** The sidecar of a video that has just begun. */
  async begin(): Promise<void> {
    await this.#describe(false)
  }

  async write(frames: readonly PixelFrame[]): Promise<void> {
    frames.forEach((frame, index) => requireFrame(frame, `Frame ${index} of a chunk`, this.#parts.format))
    if (frames.length === 0) return
    await this.#calls.run(async () => {
      if (this.#state.kind === 'closed') {
        throw new VideoError('writer-closed', `${this.path} is closed already; open another video for more frames.`)
      }
      await this.#orFail(() => this.#append(frames))
    })
  }

  async close(): Promise<void> {
    await this.#calls.run(async () => {
      if (this.#state.kind === 'closed') return
      await this.#orFail(() => this.#finish())
      this.#state = { kind: 'closed' }
      await this.#release()
    })
  }

  async abort(): Promise<void> {
    this.#isAborted = true
    await this.#parts.encoder[Symbol.asyncDispose]()
    await this.#calls.run(async () => {
      if (this.#state.kind !== 'open') return
      this.#state = { kind: 'closed' }
      try {
        await this.#recomment()
      } finally {
        await this.#release()
        await this.#describe(false)
      }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.abort()
  }

  /** Where that fails, what is on disk gets the newest capsule all the same. */
  async #append(frames: readonly PixelFrame[]): Promise<void> {
    try {
      await this.#appendChunk(frames)
    } catch (error) {
      // What fails of this follows from the error.
      await Promise.allSettled([this.#recomment(), this.#describe(false)])
      throw error
    }
  }

  async #appendChunk(frames: readonly PixelFrame[]): Promise<void> {
    const { encoder, container, file, signal } = this.#parts
    signal?.throwIfAborted()
    const encoded = await encoder.encode(frames)
    signal?.throwIfAborted()
    const chunk = container.chunk(encoded, this.#frames)
    const isFirst = file.length === 0
    await file.append(isFirst ? Buffer.concat([container.header(encoder.decoderSetup, this.#comment), chunk]) : chunk)
    this.#chunks += 1
    this.#frames += frames.length
    await this.#widenInTime()
    if (this.#parts.capsule().document !== this.#document) await this.#describe(false)
  }

  /** Everything on disk is whole by now: it gets its newest capsule and its length also where the encoder ends badly. */
  async #finish(): Promise<void> {
    const { encoder, container, file } = this.#parts
    const failures: unknown[] = []
    const evenSo = async (step: Promise<void>) => step.catch((error: unknown) => void failures.push(error))
    await evenSo(encoder.finish())
    await evenSo(this.#recomment())
    if (this.#frames > 0) await evenSo(container.finish(file, { chunks: this.#chunks, frames: this.#frames }))
    await evenSo(this.#describe(failures.length === 0))
    if (failures.length > 0) throw failures[0]
  }

  /** A video that becomes long gets more room for changes while that still costs little: it takes space that a short one has no use for. */
  async #widenInTime(): Promise<void> {
    const { container, file } = this.#parts
    if (this.#hasLargeRoom || file.length < LARGEST_REWRITTEN - LARGE_ROOM) return
    this.#hasLargeRoom = true
    // Where it fails, the file is as it was and has the room that it had.
    await Promise.allSettled([container.widen(file, this.#comment)])
  }

  /**
   * Brings the capsule in the file up to date, before it is finished. Where that is too long for it, the file says that its
   * document is in the sidecar.
   */
  async #recomment(): Promise<void> {
    const { container, file } = this.#parts
    const capsule = this.#parts.capsule()
    const comment = carriedText(capsule)
    if (this.#frames === 0 || comment === this.#comment) return
    const carried = (await container.recomment(file, comment)) ? comment : besideText(capsule)
    if (carried !== comment) await container.recomment(file, carried)
    this.#comment = carried
  }

  /** Runs `work`; where that fails, now or earlier, the writer is over and everything it holds is given back. */
  async #orFail(work: () => Promise<void>): Promise<void> {
    if (this.#state.kind === 'failed') throw this.#state.error
    try {
      await work()
    } catch (error) {
      const cause = this.#reasonToStop() ?? error
      this.#state = { kind: 'failed', error: cause }
      await this.#release()
      throw cause
    }
  }

  /** Why the writer was told to stop; what then fails is only the consequence. */
  #reasonToStop(): unknown {
    if (this.#parts.signal?.aborted === true) return this.#parts.signal.reason
    return this.#isAborted ? new VideoError('writer-closed', `${this.path} was aborted during this chunk.`) : undefined
  }

  async #release(): Promise<void> {
    const { encoder, file, signal } = this.#parts
    signal?.removeEventListener('abort', this.#stopEncoder)
    await encoder[Symbol.asyncDispose]()
    await file[Symbol.asyncDispose]()
    if (this.#frames === 0) await rm(file.path, { force: true })
  }

  async #describe(finished: boolean): Promise<void> {
    const { encoderName, format } = this.#parts
    const capsule = this.#parts.capsule()
    this.#document = capsule.document
    const { width, height, fps } = format
    const length = { chunks: this.#chunks, frames: this.#frames, seconds: this.#frames / fps }
    await writeSidecar(this.path, capsule, { encoder: encoderName, width, height, fps, ...length, finished })
  }
}
