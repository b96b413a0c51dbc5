import type { AppendFile } from './append-file.js'

/**
 * Bytes that a header keeps free for what its comment grows by while the video is made: some two hundred changes of a
 * prompt, or a hundred exchanges of a cache.
 */
export const ROOM_FOR_CHANGES = 32 * 1024

/** A header that ends in `room` bytes which readers skip. */
export type WithRoom = (room: number) => Buffer

/**
 * Gives a file another header: in the place of the one it has, of `length` bytes, where it fits there, and otherwise by
 * writing the file anew with a longer one. Either takes effect in one step, a single write or a rename.
 * @param smallestRoom bytes that the container's free space takes at least
 * @returns the header as it is in the file
 */
export async function replaceHeader(
  file: AppendFile,
  length: number,
  { withRoom, smallestRoom }: { readonly withRoom: WithRoom; readonly smallestRoom: number },
): Promise<Buffer> {
  const bare = withRoom(0)
  const room = length - bare.length
  if (room !== 0 && room < smallestRoom) {
    await file.replaceHead(length, bare)
    return bare
  }
  const header = withRoom(room)
  await file.replace(0, header)
  return header
}
