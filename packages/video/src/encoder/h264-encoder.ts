import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import type { PixelFrame } from '@frameloom/tensor'
import type { EncodedFrame, VideoFormat } from '../container/container.js'
import { VideoError } from '../video-error.js'
import { FlvStream } from './flv-stream.js'
import { h264Arguments } from './h264-arguments.js'
import type { PictureEncoder } from './picture-encoder.js'

/** How much of what ffmpeg said last goes into an error message, in characters. */
const COMPLAINT_LENGTH = 1000

/** Pictures that were handed to ffmpeg together and have not all come back. */
interface Batch {
  readonly wanted: number
  readonly encoded: EncodedFrame[]
  readonly resolve: (encoded: readonly EncodedFrame[]) => void
  readonly reject: (error: Error) => void
}

/** H.264 by an ffmpeg process that lives as long as the video. It ends by itself when this process dies. */
export class H264Encoder implements PictureEncoder {
  readonly #executable: string
  readonly #child: ChildProcessWithoutNullStreams
  readonly #ended: Promise<void>
  #decoderSetup: Uint8Array = new Uint8Array(0)
  #batch: Batch | undefined
  #failure: VideoError | undefined
  #complaint = ''

  constructor(executable: string, format: Pick<VideoFormat, 'width' | 'height' | 'fps'>) {
    this.#executable = executable
    // Away from the terminal's process group: Ctrl+C there is ours to answer, and ffmpeg would end before its last chunk.
    const detached = process.platform !== 'win32'
    this.#child = spawn(executable, h264Arguments(format), { stdio: 'pipe', windowsHide: true, detached })
    const { stdin, stdout, stderr } = this.#child
    const stream = new FlvStream()
    stdout.on('data', (piece: Buffer) => this.#receive(stream.push(piece)))
    stderr.setEncoding('utf8').on('data', (words: string) => this.#complain(words))
    stdin.on('error', ({ message }) => this.#complain(message))
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#fail(`could not be started (${error.message})`)
        resolve()
      })
      this.#child.once('close', (code, signal) => {
        this.#fail(`ended with ${signal ?? `exit code ${code}`}`)
        resolve()
      })
    })
  }

  get decoderSetup(): Uint8Array {
    return this.#decoderSetup
  }

  async encode(frames: readonly PixelFrame[]): Promise<readonly EncodedFrame[]> {
    if (this.#failure !== undefined) throw this.#failure
    const encoded = new Promise<readonly EncodedFrame[]>((resolve, reject) => {
      this.#batch = { wanted: frames.length, encoded: [], resolve, reject }
    })
    const [result] = await Promise.all([encoded, this.#feed(frames)])
    return result
  }

  async finish(): Promise<void> {
    this.#child.stdin.end()
    await this.#ended
    if (this.#failure !== undefined && this.#child.exitCode !== 0) throw this.#failure
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }

  /** One picture at a time, each when ffmpeg has taken the one before. */
  async #feed(frames: readonly PixelFrame[]): Promise<void> {
    for (const { data } of frames) {
      await new Promise<void>((resolve) => this.#child.stdin.write(data, () => resolve()))
    }
  }

  #receive(packets: ReturnType<FlvStream['push']>): void {
    for (const packet of packets) {
      if (packet.kind === 'setup') this.#decoderSetup = packet.data
      else this.#batch?.encoded.push(packet)
    }
    const batch = this.#batch
    if (batch === undefined || batch.encoded.length < batch.wanted) return
    this.#batch = undefined
    batch.resolve(batch.encoded)
  }

  #complain(words: string): void {
    this.#complaint = (this.#complaint + words).slice(-COMPLAINT_LENGTH)
  }

  /** The first failure is the cause; what follows it is not kept. */
  #fail(found: string): void {
    const said = this.#complaint.trim().replaceAll(/\s+/g, ' ')
    this.#failure ??= new VideoError(
      'encoder-failed',
      `The H.264 encoder ${this.#executable} ${found}${said === '' ? '' : ` and said "${said}"`}; ` +
        `what was written before plays, and the encoder "webp" works without ffmpeg.`,
    )
    this.#batch?.reject(this.#failure)
    this.#batch = undefined
  }
}
