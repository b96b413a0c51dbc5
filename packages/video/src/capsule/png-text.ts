import { crc32, inflateSync } from 'node:zlib'
import { LARGEST_CAPSULE } from './capsule.js'
import type { FileView } from './file-view.js'

/** Own keyword, so that programs which look for their "workflow" or "prompt" leave ours alone. */
const KEYWORD = 'frameloom'

const SIGNATURE_BYTES = 8

/** Signature, and the header chunk, which must come first: length, type, 13 bytes, checksum. */
const HEADER_END = SIGNATURE_BYTES + 4 + 4 + 13 + 4

/** Longest chunk that is looked into: a capsule, its keyword, and room for other programs' language fields. */
const LARGEST_TEXT_CHUNK = LARGEST_CAPSULE + 1024

/** The PNG with `text` as an uncompressed iTXt chunk (PNG, third edition, 11.3.3.4) behind its header. */
export function withInternationalText(png: Buffer, text: string): Buffer {
  const typeAndBody = Buffer.concat([Buffer.from(`iTXt${KEYWORD}\0\0\0\0\0`, 'latin1'), Buffer.from(text)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(typeAndBody.length - 4)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(typeAndBody))
  return Buffer.concat([png.subarray(0, HEADER_END), length, typeAndBody, checksum, png.subarray(HEADER_END)])
}

/** Texts of the PNG's own iTXt chunks, front to back. */
export async function* pngTexts(view: FileView): AsyncGenerator<string> {
  for (let at = SIGNATURE_BYTES; at + 8 <= view.size;) {
    const head = await view.read(at, 8)
    const length = head.readUInt32BE(0)
    const type = head.toString('latin1', 4, 8)
    if (type === 'IEND') return
    if (type === 'iTXt' && length <= LARGEST_TEXT_CHUNK) {
      const chunk = await view.read(at + 4, 4 + length + 4)
      const typeAndBody = chunk.subarray(0, -4)
      if (crc32(typeAndBody) !== chunk.readUInt32BE(4 + length))
        throw view.damaged(at, 'a checksum that does not match')
      const text = internationalText(typeAndBody.subarray(4), view, at)
      if (text !== undefined) yield text
    }
    at += 12 + length
  }
  throw view.damaged(view.size, 'no end-of-picture chunk')
}

/** Keyword, 0, compression flag, compression method, language, 0, translated keyword, 0, text. */
function internationalText(body: Buffer, view: FileView, at: number): string | undefined {
  const keywordEnd = body.indexOf(0)
  if (body.toString('latin1', 0, keywordEnd) !== KEYWORD) return undefined
  const languageEnd = body.indexOf(0, keywordEnd + 3)
  const translationEnd = languageEnd < 0 ? -1 : body.indexOf(0, languageEnd + 1)
  if (translationEnd < 0) throw view.damaged(at, 'a text without its three fields')
  const text = body.subarray(translationEnd + 1)
  return view.utf8(body[keywordEnd + 1] === 1 ? inflated(text, view, at) : text, at)
}

function inflated(text: Buffer, view: FileView, at: number): Buffer {
  try {
    return inflateSync(text, { maxOutputLength: LARGEST_CAPSULE })
  } catch (error) {
    throw view.damaged(at, 'a compressed text that does not unpack', { cause: error })
  }
}
