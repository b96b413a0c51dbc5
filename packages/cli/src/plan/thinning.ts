/** Plans of at most this many chunks are printed whole; longer ones end with a summary of all chunks. */
export const WHOLE_UP_TO = 10_000

const FIRST = 16
const ABOUT = 200

/** Which chunks of a long plan are printed: the first ones, then about two hundred at equal distances, and the last. */
export function isPrinted(chunk: number, { chunks, all }: { readonly chunks: number; readonly all: boolean }): boolean {
  if (all || chunks <= WHOLE_UP_TO || chunk < FIRST || chunk === chunks - 1) return true
  return chunk % Math.ceil(chunks / ABOUT) === 0
}
