import { type FileHandle, open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileError } from '../file-error.js'
import { VideoError } from '../video-error.js'
import { type Capsule, type FoundCapsule, LARGEST_CAPSULE, parseCapsule } from './capsule.js'
import { FileView } from './file-view.js'
import { matroskaComments } from './matroska-comments.js'
import { mp4Comments } from './mp4-comments.js'
import { pngTexts } from './png-text.js'
import { sidecarPath } from './sidecar-path.js'

/** A sidecar is indented, so it is longer than the capsule in it. */
const LARGEST_SIDECAR = 4 * LARGEST_CAPSULE

/** Enough to tell the formats apart. */
const FIRST_BYTES = 12

const PNG_SIGNATURE = '89504e470d0a1a0a'
const EBML_IDENTIFIER = '1a45dfa3'

/**
 * Reads the capsule that an MP4, WebM, Matroska or PNG file or a `.capsule.json` carries, and that of the `.capsule.json` beside a
 * video whose document was too long for it. The kind is told by the content, not by the name. Reads headers and the capsule only;
 * the file may be of any size and come from anywhere.
 * @throws VideoError not-readable, unknown-format, damaged-file, no-capsule, invalid-capsule; document-beside where the document is
 * in a `.capsule.json` that is not there
 */
export async function readCapsule(path: string): Promise<Capsule> {
  const { capsule, documentBeside } = await foundIn(path)
  if (!documentBeside) return capsule
  const beside = sidecarPath(path)
  try {
    return (await foundIn(beside)).capsule
  } catch (cause) {
    const told = `The document of ${path} is too long for the video and lies in ${basename(beside)}, which was not found beside it`
    if (cause instanceof VideoError && cause.code === 'not-readable')
      throw new VideoError('document-beside', `${told}; open the .capsule.json of the original.`, { cause })
    throw cause
  }
}

async function foundIn(path: string): Promise<FoundCapsule> {
  const { file, size } = await openFile(path)
  await using _closed = file
  const view = new FileView(file, path, size)
  for await (const text of await textsOf(view)) {
    // Other programs write comments too, and theirs are not ours to complain about.
    if (text.includes('"frameloom-capsule"')) return parseCapsule(text, path)
  }
  throw new VideoError(
    'no-capsule',
    `The file ${path} carries no capsule (document, seed, models); open the original, or the .capsule.json beside it.`,
  )
}

/** Only regular files: opening a pipe or a device could wait for ever. */
async function openFile(path: string): Promise<{ readonly file: FileHandle; readonly size: number }> {
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new Error('it is not a file')
    return { file: await open(path, 'r'), size: found.size }
  } catch (error) {
    throw fileError(error, path, 'read')
  }
}

/** Texts in which a capsule may be. */
async function textsOf(view: FileView): Promise<AsyncIterable<string> | Iterable<string>> {
  const first = await view.read(0, Math.min(FIRST_BYTES, view.size))
  const hex = first.toString('hex')
  if (hex.startsWith(PNG_SIGNATURE)) return pngTexts(view)
  if (hex.startsWith(EBML_IDENTIFIER)) return matroskaComments(view)
  if (first.toString('latin1', 4, 8) === 'ftyp') return mp4Comments(view)
  const isJson = first.toString('utf8').trimStart().startsWith('{')
  if (isJson && view.size <= LARGEST_SIDECAR) return [view.utf8(await view.read(0, view.size), 0)]
  throw new VideoError(
    'unknown-format',
    `The file ${view.path} (${view.size} bytes) cannot carry a capsule; expected an MP4, WebM, Matroska ` +
      `or PNG file, or a .capsule.json of at most ${LARGEST_SIDECAR} bytes.`,
  )
}
