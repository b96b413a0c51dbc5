import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny'
import sharp from 'sharp'

export interface DecodedFrame {
  readonly data: Uint8Array
}

/** Pictures of an MP4 or WebM as RGB, by ffmpeg. */
export async function decodeByFfmpeg(path: string, frameBytes: number): Promise<DecodedFrame[]> {
  const flags = ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1']
  const { stdout } = await promisify(execFile)('ffmpeg', flags, { encoding: 'buffer', maxBuffer: 2 ** 28 })
  return Array.from({ length: stdout.length / frameBytes }, (_, index) => ({
    data: stdout.subarray(index * frameBytes, (index + 1) * frameBytes),
  }))
}

/** Pictures of a WebM without ffmpeg: cut apart by mediabunny, each VP8 key frame put back into a WebP for sharp. */
export async function decodeBySharp(path: string): Promise<DecodedFrame[]> {
  const decoded: DecodedFrame[] = []
  for (const { data } of (await readByMediabunny(path)).packets) {
    decoded.push({ data: await sharp(asWebp(data)).raw().toBuffer() })
  }
  return decoded
}

/** The file as another library understands it. */
export async function readByMediabunny(path: string) {
  using input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS })
  const track = await input.getPrimaryVideoTrack()
  if (track === null) throw new Error(`${path} has no video track`)
  const packets = []
  for await (const { data, timestamp, type } of new EncodedPacketSink(track).packets()) {
    packets.push({ data, timestamp, type })
  }
  const { comment } = await input.getMetadataTags()
  return { packets, comment, duration: await input.computeDuration(), codec: await track.getCodec() }
}

function asWebp(vp8: Uint8Array): Buffer {
  const padding = vp8.length % 2
  const head = Buffer.from('RIFF\0\0\0\0WEBPVP8 \0\0\0\0', 'latin1')
  head.writeUInt32LE(12 + vp8.length + padding, 4)
  head.writeUInt32LE(vp8.length, 16)
  return Buffer.concat([head, vp8, Buffer.alloc(padding)])
}
