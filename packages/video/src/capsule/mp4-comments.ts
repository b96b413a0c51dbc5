import { LARGEST_CAPSULE } from './capsule.js'
import type { FileView } from './file-view.js'

interface Box {
  readonly type: string
  /** Offsets of its content in the file. */
  readonly start: number
  readonly end: number
}

type Span = Pick<Box, 'start' | 'end'>

/** `data` box (QuickTime file format, metadata item list): type and locale, 4 bytes each, then the value. */
const DATA_PREFIX = 8

/**
 * Comments of an MP4, from `moov.udta.meta.ilst` (where this package and most tools write) or `moov.meta.ilst`, as the
 * iTunes comment or under a key of that name. Reads the headers on the way only, whatever the length of the video.
 */
export async function* mp4Comments(view: FileView): AsyncGenerator<string> {
  const movie = await find(view, { start: 0, end: view.size }, 'moov')
  if (movie === undefined) return
  if (movie.end > view.size) throw view.damaged(movie.start, 'a movie header that is cut off')
  const userData = await find(view, movie, 'udta')
  for (const parent of userData === undefined ? [movie] : [userData, movie]) {
    const meta = await find(view, parent, 'meta')
    if (meta !== undefined) yield* commentsOf(view, await metaContent(view, meta))
  }
}

async function* commentsOf(view: FileView, meta: Span): AsyncGenerator<string> {
  const list = await find(view, meta, 'ilst')
  if (list === undefined) return
  const keys = await find(view, meta, 'keys')
  const commentKey = keys === undefined ? undefined : await keyNumber(view, keys)
  for await (const item of boxes(view, list)) {
    const isComment = item.type === '©cmt' || Buffer.from(item.type, 'latin1').readUInt32BE(0) === commentKey
    const value = isComment ? await find(view, item, 'data') : undefined
    if (value === undefined) continue
    const length = value.end - value.start - DATA_PREFIX
    if (length < 0 || length > LARGEST_CAPSULE) throw view.damaged(value.start, `a comment of ${length} bytes`)
    yield view.utf8(await view.read(value.start + DATA_PREFIX, length), value.start)
  }
}

/** Number, from 1, of the key "comment" in a `keys` box: version, count, then entries of size, namespace and name. */
async function keyNumber(view: FileView, keys: Box): Promise<number | undefined> {
  let number = 0
  for await (const { start, end } of boxes(view, { start: keys.start + 8, end: keys.end })) {
    number += 1
    if (end - start <= 64 && (await view.read(start, end - start)).toString('latin1') === 'comment') return number
  }
  return undefined
}

/** ISO files have 4 bytes of version before the content of `meta`, QuickTime files have not. */
async function metaContent(view: FileView, { start, end }: Box): Promise<Span> {
  const handlerFirst = end - start >= 8 && (await view.read(start + 4, 4)).toString('latin1') === 'hdlr'
  return { start: handlerFirst ? start : start + 4, end }
}

async function find(view: FileView, span: Span, type: string): Promise<Box | undefined> {
  for await (const box of boxes(view, span)) if (box.type === type) return box
  return undefined
}

/**
 * Boxes of a span, front to back (ISO/IEC 14496-12, 4.2). Each step goes forward, so the walk ends. Only the end of the
 * file may cut a box off: a recording that was killed.
 */
async function* boxes(view: FileView, { start, end }: Span): AsyncGenerator<Box> {
  for (let at = start; at + 8 <= end;) {
    const head = await view.read(at, Math.min(16, end - at))
    const shortSize = head.readUInt32BE(0)
    const isLong = shortSize === 1
    if (isLong && head.length < 16) throw view.damaged(at, 'a box header that is cut off')
    const size = isLong ? Number(head.readBigUInt64BE(8)) : shortSize === 0 ? end - at : shortSize
    const headerSize = isLong ? 16 : 8
    const leavesParent = at + size > end && end !== view.size
    if (size < headerSize || leavesParent) throw view.damaged(at, `a box of ${size} bytes`)
    yield { type: head.toString('latin1', 4, 8), start: at + headerSize, end: at + size }
    at += size
  }
}
