import type { AppendFile } from './append-file.js'

/**
 * Bytes that a header keeps free for what its comment grows by while the video is made: some two hundred changes of a
 * prompt, or a hundred exchanges of a cache.
 */
export const ROOM_FOR_CHANGES = 32 * 1024

/** Bytes that the header of a long video keeps free: some thousand changes of a prompt. */
export const LARGE_ROOM = 1024 * 1024

/** Bytes of the largest video that is written anew for a longer header: a fraction of a second, whatever the end that a run comes to. */
export const LARGEST_REWRITTEN = 16 * 1024 * 1024

/** A header that ends in `room` bytes which readers skip. */
export type WithRoom = (room: number) => Buffer

/** How a container makes room for another comment. */
export interface HeaderSpace {
  readonly withRoom: WithRoom
  /** Bytes that the container's free space takes at least. */
  readonly smallestRoom: number
  /** Where the element begins that holds the comment. What lies before is the same for every comment. */
  readonly commentOffset: number
  /** The first bytes of free space that is `length` bytes long in all. */
  readonly skipped: (length: number) => Buffer
}

/**
 * Gives a file another header: in the place of the one it has, of `length` bytes, where it fits there, and otherwise by
 * writing the file anew with a longer one, unless it is too large for that. Whenever the program is killed, the file plays and carries the
 * one comment, or the other, or none: in its place the comment is hidden first, then written, and shown last.
 * @returns the header as it is in the file; undefined where it was left as it is
 */
export async function replaceHeader(file: AppendFile, length: number, space: HeaderSpace): Promise<Buffer | undefined> {
  const { withRoom, smallestRoom, commentOffset, skipped } = space
  const bare = withRoom(0)
  const room = length - bare.length
  if (room !== 0 && room < smallestRoom) {
    if (file.length > LARGEST_REWRITTEN) return undefined
    await file.replaceHead(length, bare)
    return bare
  }
  const header = withRoom(room)
  // A few bytes in the file's first page: no signal cuts such a write in two.
  const hidden = skipped(length - commentOffset)
  const shown = commentOffset + hidden.length
  await file.replace(commentOffset, hidden)
  await file.replace(shown, header.subarray(shown))
  await file.replace(commentOffset, header.subarray(commentOffset, shown))
  return header
}
