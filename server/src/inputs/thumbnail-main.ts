// A process of its own for the decoding of a file from outside, so that no file can take the server down. Prints a JPEG; or
// nothing, and on the error stream a sentence on what is wrong with the file.
// node thumbnail-main.js PATH picture|clip SHOWN-NAME
import { readFile } from 'node:fs/promises'
import { encodeJpeg, type PixelFrame, readClip, readPicture, VideoError } from '@frameloom/video'

const SIZE = { width: 320, height: 200 }

async function firstPicture(path: string, kind: string, name: string): Promise<PixelFrame> {
  if (kind === 'picture') {
    const { frame } = await readPicture(await readFile(path), { size: SIZE, place: `The picture ${name}` })
    return frame
  }
  const [frame] = await readClip({ path, size: SIZE, fps: 16, frames: 1 })
  if (frame === undefined)
    throw new VideoError('damaged-file', `The video ${name} holds no pictures: give another one.`)
  return frame
}

const [path = '', kind = '', name = ''] = process.argv.slice(2)
try {
  process.stdout.write(await encodeJpeg(await firstPicture(path, kind, name)))
} catch (cause) {
  if (!(cause instanceof VideoError)) throw cause
  process.stderr.write(cause.message.replaceAll(path, name))
}
