/** What `readPicture` and `readClip` read and can be told from its first bytes. */
export type MediaType =
  | 'image/png'
  | 'image/jpeg'
  | 'image/webp'
  | 'image/gif'
  | 'video/mp4'
  | 'video/quicktime'
  | 'video/webm'
  | 'video/x-matroska'

/** Does `readClip` read it, rather than `readPicture`? */
export const isClip = (type: MediaType): boolean => type === 'image/gif' || type.startsWith('video/')

/** Brands of ISO media files that hold pictures, not videos. */
const STILLS = ['heic', 'heix', 'heim', 'heis', 'mif1', 'msf1', 'avif', 'avis', 'jpeg']

/**
 * The kind of a picture or video by its signature, whatever its name says; undefined where it is none that is read here.
 * @param head its first bytes, 64 or more where it has as many
 */
export function mediaTypeOf(head: Uint8Array): MediaType | undefined {
  // One character per byte.
  const text = Buffer.from(head.subarray(0, 64)).toString('latin1')
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp'
  if (/^GIF8[79]a/.test(text)) return 'image/gif'
  if (text.slice(4, 8) === 'ftyp') {
    const brand = text.slice(8, 12)
    if (brand === 'qt  ') return 'video/quicktime'
    return STILLS.includes(brand) ? undefined : 'video/mp4'
  }
  // EBML: the document type stands in the header, in plain letters.
  if (text.startsWith('\x1a\x45\xdf\xa3')) {
    if (text.includes('webm')) return 'video/webm'
    if (text.includes('matroska')) return 'video/x-matroska'
  }
  return undefined
}
