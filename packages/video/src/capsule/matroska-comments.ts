import { LARGEST_CAPSULE } from './capsule.js'
import type { FileView } from './file-view.js'

interface Element {
  readonly id: number
  /** Offsets of its content in the file; `end` is undefined for an element of unknown length. */
  readonly start: number
  readonly end: number | undefined
}

type Span = Pick<Element, 'start'> & { readonly end: number }

/** Element identifiers of RFC 9559. */
const SEGMENT = 0x18538067
const CLUSTER = 0x1f43b675
const TAGS = 0x1254c367
const TAG = 0x7373
const SIMPLE_TAG = 0x67c8
const TAG_NAME = 0x45a3
const TAG_STRING = 0x4487

/** Longest tag name that is read, in bytes. */
const LARGEST_NAME = 64

/** Comments of a WebM or Matroska file. Reads headers up to the tags only, whatever the length of the video. */
export async function* matroskaComments(view: FileView): AsyncGenerator<string> {
  for await (const tags of topElements(view)) {
    if (tags.id !== TAGS) continue
    for (const tag of await children(view, tags, TAG)) {
      for (const simpleTag of await children(view, tag, SIMPLE_TAG)) {
        const comment = await commentOf(view, simpleTag)
        if (comment !== undefined) yield comment
      }
    }
  }
}

/** Elements under the segment. Segments and clusters of unknown length (live recordings) are entered, not skipped. */
async function* topElements(view: FileView): AsyncGenerator<Element & Span> {
  for (let at = 0; at + 2 <= view.size;) {
    const { id, start, end } = await elementAt(view, at, view.size)
    const entered = id === SEGMENT || (id === CLUSTER && end === undefined)
    if (end === undefined && !entered) throw view.damaged(at, 'an element of unknown length')
    if (!entered && end !== undefined) yield { id, start, end }
    at = entered ? start : (end ?? start)
  }
}

async function commentOf(view: FileView, simpleTag: Span): Promise<string | undefined> {
  const [name] = await children(view, simpleTag, TAG_NAME)
  const [value] = await children(view, simpleTag, TAG_STRING)
  if (name === undefined || value === undefined || name.end - name.start > LARGEST_NAME) return undefined
  if ((await view.read(name.start, name.end - name.start)).toString('latin1').toUpperCase() !== 'COMMENT')
    return undefined
  const length = value.end - value.start
  if (length > LARGEST_CAPSULE) throw view.damaged(value.start, `a comment of ${length} bytes`)
  return view.utf8(await view.read(value.start, length), value.start)
}

/** Children of one kind; all of a parent's children lie inside it. */
async function children(view: FileView, parent: Span, id: number): Promise<Span[]> {
  const found: Span[] = []
  for (let at = parent.start; at < parent.end;) {
    const element = await elementAt(view, at, parent.end)
    if (element.end === undefined || element.end > parent.end) throw view.damaged(at, 'a tag that leaves its parent')
    if (element.id === id) found.push({ start: element.start, end: element.end })
    at = element.end
  }
  return found
}

/** Identifier of up to 4 bytes and length of up to 8, each with its own length in its leading bits (RFC 8794, 4 to 6). */
async function elementAt(view: FileView, at: number, limit: number): Promise<Element> {
  const head = await view.read(at, Math.min(12, limit - at))
  const idLength = leadingLength(head[0])
  const sizeLength = leadingLength(head[idLength])
  if (idLength > 4 || sizeLength > 8 || head.length < idLength + sizeLength) {
    throw view.damaged(at, 'an element without identifier or length')
  }
  const id = head.readUIntBE(0, idLength)
  const start = at + idLength + sizeLength
  let size = BigInt(head.readUInt8(idLength)) & ((1n << BigInt(8 - sizeLength)) - 1n)
  for (const byte of head.subarray(idLength + 1, idLength + sizeLength)) size = (size << 8n) | BigInt(byte)
  const unknown = (1n << BigInt(7 * sizeLength)) - 1n
  return { id, start, end: size === unknown ? undefined : start + Number(size) }
}

/** 1 where the first bit is set, 2 where the second is, and so on; 9 where none is. */
function leadingLength(byte = 0): number {
  return byte === 0 ? 9 : Math.clz32(byte) - 23
}
