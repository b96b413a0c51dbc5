import { open, rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Capsule, capsuleRecord } from '../capsule/capsule.js'
import { sidecarPath } from '../capsule/sidecar-path.js'
import type { EncoderName } from '../encoder/choose-encoder.js'
import { fileError } from '../file-error.js'

/** What the sidecar says about the video beside the capsule. */
export interface VideoRecord {
  readonly encoder: EncoderName
  readonly width: number
  readonly height: number
  readonly fps: number
  readonly chunks: number
  readonly frames: number
  /** Duration. */
  readonly seconds: number
  /** False while the run lasts, and for ever where it was killed or aborted; the counts are then those of the latest change. */
  readonly finished: boolean
}

/**
 * Writes the capsule and the record beside the video, all or nothing: into a file of another name first.
 * @throws VideoError disk-full, not-writable, file-vanished
 */
export async function writeSidecar(videoPath: string, capsule: Capsule, record: VideoRecord): Promise<void> {
  const path = sidecarPath(videoPath)
  const unfinished = `${path}.part`
  const content = { ...capsuleRecord(capsule), video: { file: basename(videoPath), ...record } }
  try {
    await using file = await open(unfinished, 'w')
    await file.writeFile(`${JSON.stringify(content, undefined, 2)}\n`)
    await file.datasync()
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw fileError(error, path, 'write')
  }
}
