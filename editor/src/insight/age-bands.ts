import type { MemoryReport } from '@frameloom/memory-report'

/** Shares of one slot by age; the index is the band. */
export interface BandRow {
  /** Index of the slot. */
  readonly slot: number
  readonly kind: MemoryReport['slots'][number]['kind']
  readonly shares: readonly number[]
  /** Not told apart by age: too small, from before the run went on, or blank. */
  readonly unknown: number
}

/** Ages in chunks at which a band begins: 0, 1, 3, 7, 15, ... */
export const bandStart = (band: number): number => 2 ** band - 1

/** The bands of a report by age, as many for every slot. */
export function ageBands({ slots, chunk, chunkFrames }: MemoryReport): readonly BandRow[] {
  const bandOf = (frame: number) => Math.floor(Math.log2(Math.max(0, chunk - Math.floor(frame / chunkFrames)) + 1))
  const count = 1 + Math.max(0, ...slots.flatMap(({ bands }) => bands.map(({ oldest }) => bandOf(oldest))))
  return slots.map(({ kind, bands, older, blank }, slot) => {
    const shares = Array.from({ length: count }, () => 0)
    for (const { newest, share } of bands) {
      const band = bandOf(newest)
      shares[band] = (shares[band] ?? 0) + share
    }
    return { slot, kind, shares, unknown: older + blank }
  })
}
