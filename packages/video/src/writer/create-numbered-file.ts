import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { AppendFile } from '../container/append-file.js'
import type { Container } from '../container/container.js'
import { fileError } from '../file-error.js'
import { VideoError } from '../video-error.js'

/** Names that are tried: clip.mp4, clip-2.mp4 and so on. */
const MOST_NAMES = 10_000

/**
 * A new file for a video or a picture, with the extension of what is to be in it. A file that is there already is never overwritten: the
 * new one gets a number. Missing folders are made.
 * @throws VideoError not-writable, disk-full
 */
export async function createNumberedFile(path: string, extension: Container['extension'] | 'png'): Promise<AppendFile> {
  const stem = resolve(path).replace(/\.(mp4|webm|png)$/i, '')
  await mkdir(dirname(stem), { recursive: true }).catch((error: unknown) => {
    throw fileError(error, dirname(stem), 'write')
  })
  for (let number = 1; number <= MOST_NAMES; number += 1) {
    const file = await AppendFile.create(`${stem}${number === 1 ? '' : `-${number}`}.${extension}`)
    if (file !== undefined) return file
  }
  throw new VideoError(
    'not-writable',
    `${stem}.${extension} and ${MOST_NAMES - 1} numbered names after it are taken; choose another name or folder.`,
  )
}
