import { rm } from 'node:fs/promises'
import type { PixelFrame } from '@frameloom/tensor'
import type { Capsule } from '../capsule/capsule.js'
import { encodePng } from '../picture/png.js'
import { createNumberedFile } from './create-numbered-file.js'

export interface PictureRequest {
  /** Where, without its ending or with it. A file that is there already is kept, and the new one gets a number. */
  readonly path: string
  readonly frame: PixelFrame
  /** Travels inside the picture; `readCapsule` gives it back. */
  readonly capsule: Capsule
}

/**
 * Writes a frame as a PNG that carries what made it; whole or not at all.
 * @returns its path, absolute
 * @throws VideoError invalid-frame, invalid-capsule, not-writable, disk-full
 */
export async function savePicture({ path, frame, capsule }: PictureRequest): Promise<string> {
  const png = await encodePng(frame, { capsule })
  await using file = await createNumberedFile(path, 'png')
  try {
    await file.append(png)
  } catch (error) {
    await rm(file.path, { force: true })
    throw error
  }
  return file.path
}
