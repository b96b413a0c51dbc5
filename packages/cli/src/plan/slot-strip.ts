import type { SlotKind } from '@frameloom/kv-cache'
import type { ChunkLine, SlotLine } from './describe-chunk.js'

const LETTER: Readonly<Record<SlotKind, string>> = {
  sink: 'S',
  'long-term': 'L',
  'short-term': 's',
  recent: 'R',
  chunk: 'N',
}

/** What the letters of a strip mean. */
export const STRIP_LEGEND =
  'S sink   L long-term memory   s short-term memory   R recent   N new   (a number is a latent frame, @ a position)'

/** A chunk's cache on one line: `chunk 7 [ S0 S1 S2 | L | s | R17 R18 R19 R20 | N21 N22 N23 ] @0-11  4 moves, 2 folds`. */
export function slotStrip({ chunk, slots, moves, folds }: ChunkLine): string {
  const groups: string[][] = []
  let previous: SlotKind | undefined
  for (const entry of slots) {
    if (entry.kind !== previous) groups.push([])
    groups.at(-1)?.push(slotName(entry))
    previous = entry.kind
  }
  const strip = groups.map((group) => group.join(' ')).join(' | ')
  return `chunk ${chunk} [ ${strip} ] @${positionRanges(slots)}  ${moves.length} moves, ${folds.length} folds`
}

function slotName({ kind, frames }: SlotLine): string {
  return kind === 'long-term' || kind === 'short-term' ? LETTER[kind] : `${LETTER[kind]}${frames.join('+')}`
}

/** `0-2,17-23`: runs of consecutive positions, in attention order. */
function positionRanges(slots: readonly SlotLine[]): string {
  const runs: { first: number; last: number }[] = []
  for (const { position } of slots) {
    const run = runs.at(-1)
    if (run !== undefined && position === run.last + 1) run.last = position
    else runs.push({ first: position, last: position })
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}
