import type { MediaType } from '@frameloom/video'

/** Characters of the sent name that are kept: with digest and ending it stays a file name, whatever its letters are. */
const LONGEST = 40

const ENDINGS: Readonly<Record<MediaType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/x-matroska': 'mkv',
}

/** What tells a content from every other: the end of the names of all files that hold it. */
export const contentEnding = (digest: string, type: MediaType): string => `.${digest.slice(0, 16)}.${ENDINGS[type]}`

/**
 * A name for a file of the input folder: letters and digits of the name that was sent, then `contentEnding`. It has no folder and
 * no leading dot, and its ending is that of its content.
 * @param digest SHA-256 in hexadecimal
 */
export function storedName(sent: string, digest: string, type: MediaType): string {
  const [stem = ''] = sent
    .normalize('NFC')
    .replace(/^.*[\\/]/s, '')
    .split(/\.[^.]*$/, 1)
  const kept = Array.from(stem.replaceAll(/[^\p{L}\p{N}]+/gu, '-')).slice(0, LONGEST)
  return `${kept.join('').replaceAll(/^-+|-+$/g, '') || 'file'}${contentEnding(digest, type)}`
}
