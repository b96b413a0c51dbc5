import { readFile } from 'node:fs/promises'
import { type HostServices, NodeError } from '@frameloom/graph'
import type { PixelFrame } from '@frameloom/tensor'
import { type FittedPicture, readClip, readPicture } from '@frameloom/video'
import { inputFile } from './input-file.js'

/** What a source is asked for. */
export interface Wanted {
  readonly width: number
  readonly height: number
  /** Pictures of the video, from its first on. */
  readonly count: number
  readonly fps: number
}

/** Pictures of the size and number that were wanted, and a few words on where they come from. */
export interface Pictures {
  readonly pictures: readonly PixelFrame[]
  readonly told: string
}

/**
 * Still pictures, from files or data URIs: each is shown equally long, and what is beyond the number wanted is left out.
 * @throws NodeError, VideoError naming the picture
 */
export async function stillPictures(
  names: readonly string[],
  { width, height, count }: Wanted,
  services: HostServices,
): Promise<Pictures> {
  if (names.length === 0)
    throw new NodeError('no-pictures', 'No picture is named: give file names or data URIs, one per line.')
  const used = names.slice(0, count)
  const stills: FittedPicture[] = []
  for (const [i, name] of used.entries()) {
    const { bytes, place } = await pictureBytes(name, { number: i + 1, services })
    stills.push(await readPicture(bytes, { size: { width, height }, place }))
  }
  const [first] = stills
  const shown = Array.from({ length: count }, (_, i) => stills[Math.floor((i * stills.length) / count)]?.frame)
  const { width: wide = 0, height: high = 0 } = first?.original ?? {}
  const cropped = wide * height === high * width ? 'scaled' : 'cropped'
  const left = names.length - used.length
  return {
    pictures: shown.filter((frame) => frame !== undefined),
    told: `${used.length} of ${wide} x ${high}, ${cropped} to ${width} x ${height}${left > 0 ? `; ${left} left out` : ''}`,
  }
}

const DATA_URI = /^data:image\/(?:png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/

async function pictureBytes(
  name: string,
  { number, services }: { readonly number: number; readonly services: HostServices },
): Promise<{ readonly bytes: Uint8Array; readonly place: string }> {
  if (!name.startsWith('data:')) {
    const path = await inputFile(name, services)
    const bytes = await readFile(path).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new NodeError(
        'input-unreadable',
        `The picture ${name} cannot be read (${reason}): check its permissions, or choose another.`,
      )
    })
    return { bytes, place: `The picture ${name}` }
  }
  const [, base64] = DATA_URI.exec(name) ?? []
  if (base64 !== undefined) return { bytes: Buffer.from(base64, 'base64'), place: `Picture ${number}` }
  throw new NodeError(
    'input-refused',
    `Picture ${number} is not a data URI of a PNG, JPEG or WebP: it begins '${name.slice(0, 40)}', expected 'data:image/png;base64,' and so on.`,
  )
}

/**
 * Pictures of a video file from `start` seconds on.
 * @throws NodeError `clip-short` where it ends before the pictures that are wanted; VideoError
 */
export async function clipPictures(
  names: readonly string[],
  { width, height, count, fps }: Wanted,
  {
    start,
    services,
    signal,
  }: { readonly start: number; readonly services: HostServices; readonly signal: AbortSignal },
): Promise<Pictures> {
  const [name, ...others] = names
  if (name === undefined || others.length > 0) {
    throw new NodeError('no-pictures', `${names.length} videos are named: give the name of one video file.`)
  }
  const path = await inputFile(name, services)
  const pictures = await readClip({ path, size: { width, height }, fps, frames: count, start, signal })
  if (pictures.length >= count) return { pictures, told: `${count} pictures of ${name}, covering ${width} x ${height}` }
  const seconds = (shown: number) => (shown / fps).toFixed(2)
  throw new NodeError(
    'clip-short',
    `${name} has ${seconds(pictures.length)} s after ${start} s, but ${seconds(count)} s are needed: ask for fewer chunks, an earlier start or a longer video.`,
  )
}
