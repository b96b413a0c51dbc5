import { type FileHandle, open } from 'node:fs/promises'
import { LIMITS, parseJson } from '@frameloom/graph'
import { readCapsule } from '@frameloom/video'
import { Refusal } from './refusal.js'

/** A character takes at most this many bytes of UTF-8 per UTF-16 unit. */
const MOST_BYTES = 3 * LIMITS.characters

/**
 * The text of the document in a file, unchecked: the file itself, or what travels inside a video, a picture or a
 * `.capsule.json`.
 * @throws Refusal `document-unreadable`, also where a video was saved without its document
 * @throws VideoError where a video or picture carries no document
 */
export async function readDocumentText(path: string): Promise<string> {
  const text = await readText(path)
  if (text !== undefined && !isCapsule(text)) return text
  const { document } = await readCapsule(path)
  if (document !== null) return JSON.stringify(document)
  throw new Refusal(
    'document-unreadable',
    `${path} was saved without its document ("Document inside" was off): give the *.frameloom.json file that it was made from.`,
  )
}

/**
 * A capsule names its format, but a document's title may contain the same words. Text that is neither is reported by its
 * reader.
 */
function isCapsule(text: string): boolean {
  if (!text.includes(CAPSULE_FORMAT)) return false
  const parsed = parseJson(text)
  if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null) return false
  return 'format' in parsed.value && parsed.value.format === CAPSULE_FORMAT
}

const CAPSULE_FORMAT = 'frameloom-capsule'

/** Undefined where the file is no text: videos and pictures begin with bytes that no JSON begins with. */
async function readText(path: string): Promise<string | undefined> {
  await using file = await openFile(path)
  const facts = await file.stat()
  if (!facts.isFile()) throw unreadable(path, 'is not a file')
  const first = Buffer.alloc(1)
  const { bytesRead } = await file.read(first, 0, 1, 0)
  if (bytesRead === 1 && !/[\s\x20-\x7e\xef]/.test(first.toString('latin1'))) return undefined
  if (facts.size > MOST_BYTES) throw unreadable(path, `has ${facts.size} bytes, more than any document`)
  return (await file.readFile('utf8')).replace(/^\uFEFF/, '')
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw unreadable(path, `cannot be opened (${cause instanceof Error ? cause.message : String(cause)})`, { cause })
  }
}

const unreadable = (path: string, found: string, options?: ErrorOptions) =>
  new Refusal(
    'document-unreadable',
    `${path} ${found}: give a *.frameloom.json file, or a video that carries one.`,
    options,
  )
