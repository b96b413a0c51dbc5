import type { MemoryReport } from '@frameloom/memory-report'
import type { CSSProperties } from 'react'
import { ageBands, bandStart } from './age-bands.js'
import { inTime } from './chunk-seconds.js'
import { NAME, percent } from './in-words.js'

export interface ProvenanceTableProps {
  readonly report: MemoryReport
  /** How long a chunk plays. */
  readonly seconds: number | undefined
}

/** How much of every slot comes from how long ago. Each column reaches twice as far back, so that hours fit. */
export function ProvenanceTable({ report, seconds }: ProvenanceTableProps) {
  const rows = ageBands(report)
  const bands = rows[0]?.shares.map((_, band) => band) ?? []
  return (
    <div className="provenance" role="region" aria-label="Shares by age" tabIndex={0}>
      <table>
        <caption>Where each slot comes from, by age at chunk {report.chunk}</caption>
        <thead>
          <tr>
            <th scope="col">Slot</th>
            {bands.map((band) => (
              <th key={band} scope="col">
                {headOf(band, seconds)}
              </th>
            ))}
            <th scope="col">not distinguished</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ slot, kind, shares, unknown }) => (
            <tr key={slot}>
              <th scope="row" data-kind={kind}>
                {slot} {NAME[kind]}
              </th>
              {[...shares, unknown].map((share, band) => (
                // Small shares must be seen beside large ones.
                <td key={band} style={{ '--share': Math.sqrt(share) } as CSSProperties}>
                  {share > 0 ? percent(share) : ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function headOf(band: number, seconds: number | undefined): string {
  if (band === 0) return 'this chunk'
  const start = bandStart(band)
  return seconds === undefined ? `${start} or more chunks` : `from ${inTime(start * seconds)}`
}
